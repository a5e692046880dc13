/**
 * Bars in tables of any database that has a JDBC driver, for both runners: {@link
 * io.github.marketvolume.jdbc.JdbcSource} says what is read, {@link
 * io.github.marketvolume.jdbc.JdbcAdapter} holds the {@code DataSource} that connects.
 */
@NullMarked
package io.github.marketvolume.jdbc;

import org.jspecify.annotations.NullMarked;
