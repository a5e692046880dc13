package io.github.marketvolume.runners;

import java.util.List;
import java.util.stream.Stream;

/** The forms in which a location or a text can hold a secret. */
public final class SecretForms {

  /** The secret in all of them. */
  public static final String SECRET = "S3CR3T";

  private SecretForms() {}

  /**
   * A location that holds the secret.
   *
   * @param location as a user writes it
   * @param shown as messages show it
   */
  public record Form(String location, String shown) {

    /** For the names of tests. */
    @Override
    public String toString() {
      return location;
    }
  }

  /** Locations, by what holds the secret. */
  public static Stream<Form> locations() {
    return Stream.of(
        // user-info, of any scheme
        new Form("s3a://KEY:" + SECRET + "@bucket/p.csv", "s3a://***@bucket/p.csv"),
        new Form("s3n://KEY:" + SECRET + "@bucket/*.csv", "s3n://***@bucket/*.csv"),
        new Form("https://user:" + SECRET + "@host/p.csv", "https://***@host/p.csv"),
        new Form("HTTPS://user:" + SECRET + "@host/p.csv", "HTTPS://***@host/p.csv"),
        new Form("ftp://user:" + SECRET + "@host:21/p.csv", "ftp://***@host:21/p.csv"),
        new Form("hdfs://user:" + SECRET + "@name-node:8020/p", "hdfs://***@name-node:8020/p"),
        new Form("gs://KEY:" + SECRET + "@bucket/p.csv", "gs://***@bucket/p.csv"),
        new Form("git+ssh://user:" + SECRET + "@host/p.csv", "git+ssh://***@host/p.csv"),
        // passwords with characters that end a user-info, or should be escaped in one
        new Form("https://user:pa:" + SECRET + ":@host/p.csv", "https://***@host/p.csv"),
        new Form("https://user:p%40" + SECRET + "@host/p.csv", "https://***@host/p.csv"),
        new Form("https://user:p@" + SECRET + "@host/p.csv", "https://***@host/p.csv"),
        new Form("s3a://KEY:ab/" + SECRET + "@bucket/p.csv", "s3a://***@bucket/p.csv"),
        new Form("s3a://KEY:12/" + SECRET + "@bucket/p.csv", "s3a://***@bucket/p.csv"),
        new Form("s3a://KEY:a@b/" + SECRET + "@bucket/p.csv", "s3a://***@bucket/p.csv"),
        new Form("https://user:a?" + SECRET + "@host/p.csv", "https://***@host/p.csv"),
        new Form("https://user:a#" + SECRET + "@host/p.csv", "https://***@host/p.csv"),
        new Form("https://user:pa " + SECRET + "@host/p.csv", "https://***@host/p.csv"),
        // a user or a password alone
        new Form("https://" + SECRET + "@host/p.csv", "https://***@host/p.csv"),
        new Form("https://:" + SECRET + "@host/p.csv", "https://***@host/p.csv"),
        new Form("https://" + SECRET + ":@host/p.csv", "https://***@host/p.csv"),
        new Form("wasbs://c:" + SECRET + "@account/p", "wasbs://***@account/p"),
        // hosts
        new Form("https://user:" + SECRET + "@[::1]:8080/p.csv", "https://***@[::1]:8080/p.csv"),
        new Form("https://user:" + SECRET + "@127.0.0.1:1/p.csv", "https://***@127.0.0.1:1/p.csv"),
        // as a path of this machine, and other short forms, have it
        new Form("s3a:/KEY:" + SECRET + "@bucket/p.csv", "s3a:/***@bucket/p.csv"),
        new Form("file:/user:" + SECRET + "@host/p.csv", "file:/***@host/p.csv"),
        new Form("file://user:" + SECRET + "@host/p.csv", "file://***@host/p.csv"),
        new Form("//user:" + SECRET + "@host/p.csv", "//***@host/p.csv"),
        new Form("user:" + SECRET + "@host", "***@host"),
        new Form("jar:https://user:" + SECRET + "@host/p!/x", "jar:https://***@host/p!/x"),
        new Form(
            "https://proxy/https://u:" + SECRET + "@host/p", "https://proxy/https://***@host/p"),
        // queries: presigned URLs of S3, Cloud Storage, Azure; tokens by any name
        new Form(
            "https://b.s3.amazonaws.com/p.csv?X-Amz-Credential="
                + SECRET
                + "&X-Amz-Signature="
                + SECRET,
            "https://b.s3.amazonaws.com/p.csv?X-Amz-Credential=***&X-Amz-Signature=***"),
        new Form(
            "https://b.s3.amazonaws.com/p.csv?AWSAccessKeyId=" + SECRET + "&Signature=" + SECRET,
            "https://b.s3.amazonaws.com/p.csv?AWSAccessKeyId=***&Signature=***"),
        new Form(
            "https://storage.googleapis.com/b/p.csv?X-Goog-Signature=" + SECRET,
            "https://storage.googleapis.com/b/p.csv?X-Goog-Signature=***"),
        new Form(
            "https://a.blob.core.windows.net/c/p.csv?sv=2022&sig=" + SECRET + "%3D",
            "https://a.blob.core.windows.net/c/p.csv?sv=***&sig=***"),
        new Form("https://host/p.csv?token=" + SECRET, "https://host/p.csv?token=***"),
        new Form(
            "https://host/p.csv?access_token=" + SECRET, "https://host/p.csv?access_token=***"),
        new Form("https://host/p.csv?key=" + SECRET, "https://host/p.csv?key=***"),
        new Form("https://host/p.csv?password=" + SECRET, "https://host/p.csv?password=***"),
        new Form("https://host/p.csv?hdnts=" + SECRET, "https://host/p.csv?hdnts=***"),
        new Form("https://host/p.csv?" + SECRET, "https://host/p.csv?***"),
        new Form("gs://bucket/p.csv?sig=" + SECRET, "gs://bucket/p.csv?sig=***"),
        new Form("p.csv?sig=" + SECRET, "p.csv?sig=***"),
        // fragments
        new Form(
            "https://host/p.csv#access_token=" + SECRET, "https://host/p.csv#access_token=***"),
        new Form("https://host/p.csv#" + SECRET, "https://host/p.csv#***"),
        // JDBC
        new Form(
            "jdbc:sqlserver://host;user=sa;password=" + SECRET + ";x=1",
            "jdbc:sqlserver://host;user=sa;password=***;x=1"),
        new Form("jdbc:postgresql://u:" + SECRET + "@host/db", "jdbc:postgresql://***@host/db"),
        new Form(
            "jdbc:postgresql://host/db?user=u&password=" + SECRET,
            "jdbc:postgresql://host/db?user=***&password=***"),
        new Form(
            "jdbc:oracle:thin:scott/" + SECRET + "@host:1521:x",
            "jdbc:oracle:thin:***@host:1521:x"));
  }

  /** Texts of other programs that hold the secret in another way than in a location. */
  public static List<String> texts() {
    return List.of(
        "Authorization: Bearer " + SECRET,
        "authorization=Basic dXNlcjp" + SECRET + "==",
        "bearer " + SECRET + " was refused",
        "the token ya29." + SECRET + "-x_y was refused",
        "AIzaSyA1234567890123456" + SECRET,
        "AKIAIOSFODNN7" + SECRET,
        "ghp_0123456789abcdef" + SECRET,
        "eyJhbGciOi." + SECRET + "abc." + SECRET,
        "password=" + SECRET,
        "password: " + SECRET,
        "password='" + SECRET + "'",
        "X-Amz-Security-Token: " + SECRET,
        "x-api-key: " + SECRET,
        "spark.hadoop.fs.s3a.secret.key=" + SECRET,
        "fs.s3a.access.key -> " + SECRET,
        "client_secret = " + SECRET,
        "{\"private_key\": \"" + SECRET + "\"}",
        "{\"private_key_id\":\"a\\\"" + SECRET + "\"}",
        "{\\\"refresh_token\\\": \\\"" + SECRET + "\\\"}",
        "-----BEGIN PRIVATE KEY-----\n" + SECRET + "\n-----END PRIVATE KEY-----\n",
        "-----BEGIN RSA PRIVATE KEY-----\\n" + SECRET,
        "GET /b/p.csv?X-Goog-Signature=" + SECRET + " HTTP/1.1",
        "url=https%3A%2F%2Fuser%3A" + SECRET + "%40host%2Fp.csv",
        "Does not contain a valid host:port authority: user:" + SECRET + "@host");
  }
}
