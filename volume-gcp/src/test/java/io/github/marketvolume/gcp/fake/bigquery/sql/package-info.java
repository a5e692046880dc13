/** From GoogleSQL to the SQL of the embedded database, for the shapes that the fake knows. */
package io.github.marketvolume.gcp.fake.bigquery.sql;
