/**
 * What an input lacks of the sessions that its rules state: {@link
 * io.github.marketvolume.attendance.Attendance} counts the tickers by day, {@link
 * io.github.marketvolume.attendance.SessionFindings} says what was found.
 *
 * <p>Public for runners, outside the compatibility promise.
 */
@NullMarked
package io.github.marketvolume.attendance;

import org.jspecify.annotations.NullMarked;
