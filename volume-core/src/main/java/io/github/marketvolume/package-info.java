/**
 * Pipelines over market volume: described once as a value, run by a runner.
 *
 * <p>Start with {@link io.github.marketvolume.BarsStage#from}, say what to {@code measure} and
 * {@code flag}, send stages {@code into} sinks, name the whole a {@link
 * io.github.marketvolume.VolumePipeline}, and {@code run} it. Every method returns a new value;
 * nothing is read before a runner runs.
 *
 * <p>Rooms: {@code market} the rows, {@code metric} the metrics of them, {@code quality} the rules
 * that accept or reject rows, {@code io} sources and sinks, {@code local} and {@code spark} the
 * runners, {@code testing} the user's test kit, {@code error} the types of errors. Runners share
 * {@code kernel}, {@code plan}, {@code failure}, {@code files}, {@code intake}, {@code series},
 * {@code rows}, {@code publish} and {@code run}, which are public for them and outside the
 * compatibility promise.
 */
@CheckReturnValue
@NullMarked
package io.github.marketvolume;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
