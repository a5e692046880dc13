package io.github.marketvolume.gcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.marketvolume.error.InvalidPlanException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.util.Base64;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is wrong with a file of credentials is said in one line, without its content. */
class CredentialsFileTest {

  private static final String SECRET = "S3CR3T";
  private static final String NAME_ONE =
      "; name a file with a service account's key or an access token";
  private static final String GIVE_ONE = "; give the file that Google Cloud made with the key";

  @TempDir private Path folder;

  static Stream<Arguments> files() {
    String neither =
        " has neither a service account's key, which is JSON, nor an access token, which is one"
            + " line without spaces; leave out everything else";
    String account = "{\"type\": \"service_account\", \"client_email\": \"a@b.c\", ";
    return Stream.of(
        arguments("", " is empty" + NAME_ONE),
        arguments(" \n\t\n", " is empty" + NAME_ONE),
        arguments("ya29." + SECRET + "\na stray line " + SECRET, neither),
        arguments("token: " + SECRET, neither),
        arguments(SECRET + "\u200b", neither),
        arguments("\ufeff{\"private_key\": \"" + SECRET + "\"}", neither),
        arguments("-----BEGIN PRIVATE KEY-----\n" + SECRET, neither),
        arguments("{" + SECRET, " is not a key: it is not JSON" + GIVE_ONE),
        arguments("{\"private_key\": \"" + SECRET, " is not a key: it is not JSON" + GIVE_ONE),
        arguments("{}", " is not a key: it has no type" + GIVE_ONE),
        arguments("{\"type\": 7}", " is not a key: it has no type" + GIVE_ONE),
        arguments(
            "{\"type\": \"" + SECRET + "\"}",
            " is not a key that can be used: one of its values is damaged" + GIVE_ONE),
        arguments(
            "{\"type\": \"service_account\", \"private_key\": \"" + SECRET + "\"}",
            " is not a whole key: it has no client_email" + GIVE_ONE),
        arguments(
            account + "\"private_key_id\": \"" + SECRET + "\"}",
            " is not a whole key: it has no private_key" + GIVE_ONE),
        arguments(
            account + "\"private_key\": \" \"}",
            " is not a whole key: it has no private_key" + GIVE_ONE),
        arguments(
            account
                + "\"client_id\": \"1\", \"private_key_id\": \"1\", \"private_key\": \""
                + SECRET
                + "\"}",
            " is not a key that can be used: one of its values is damaged" + GIVE_ONE));
  }

  @ParameterizedTest
  @MethodSource("files")
  void aFileThatHasNone_isNamed_andNotQuoted(String content, String problem) throws IOException {
    Path file = Files.writeString(folder.resolve("key.json"), content);
    requireRefused(() -> GoogleCloud.withCredentialsFile(file), file + problem);
    assertThat(message(() -> GoogleCloud.withKeyFile(file))).startsWith(file + " ");
  }

  @Test
  void aFolder_aMissingFile_bytesAndALargeFile_areNamed() throws IOException {
    requireRefused(() -> GoogleCloud.withKeyFile(folder), folder + " is a folder" + NAME_ONE);
    Path absent = folder.resolve("absent");
    requireRefused(
        () -> GoogleCloud.withCredentialsFile(absent), absent + " does not exist" + NAME_ONE);
    Path bytes = Files.write(folder.resolve("bytes"), new byte[] {(byte) 0xff, 1});
    requireRefused(() -> GoogleCloud.withCredentialsFile(bytes), bytes + " is not text" + NAME_ONE);
    Path large = Files.write(folder.resolve("large"), new byte[2 << 20]);
    requireRefused(
        () -> GoogleCloud.withKeyFile(large),
        large + " is larger than a key or a token can be" + NAME_ONE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", SECRET + " ", SECRET + "\n", SECRET + "\u00a0x", "é" + SECRET})
  void aTokenThatIsNone_isNotShown(String token) {
    requireRefused(
        () -> GoogleCloud.withAccessToken(token),
        "the access token is empty, or has spaces, line ends or other characters that a token"
            + " cannot have; give the token alone");
  }

  @Test
  void aKeyAndAToken_areTaken_andNotShown() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    String key =
        Base64.getEncoder().encodeToString(generator.generateKeyPair().getPrivate().getEncoded());
    Path file =
        Files.writeString(
            folder.resolve("key.json"),
            "{\"type\": \"service_account\", \"client_id\": \"1\", \"client_email\": \"a@b.c\","
                + " \"private_key_id\": \"1\", \"private_key\": \"-----BEGIN PRIVATE KEY-----\\n"
                + key
                + "\\n-----END PRIVATE KEY-----\\n\"}\n");
    assertThat(GoogleCloud.withCredentialsFile(file)).hasToString("GoogleCloud");
    assertThat(GoogleCloud.withKeyFile(file)).hasToString("GoogleCloud");
    Path token = Files.writeString(folder.resolve("token"), "\n ya29." + SECRET + "\n");
    assertThat(GoogleCloud.withCredentialsFile(token)).hasToString("GoogleCloud");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "gs://KEY:" + SECRET + "@bucket/x",
        "gs://KEY:a/" + SECRET + "@bucket",
        "gs://" + SECRET + "@b/x",
        "https://u:" + SECRET + "@h/x"
      })
  void aPlaceWithCredentials_isNotQuoted(String uri) {
    assertThat(message(() -> GcsUri.parse(uri))).doesNotContain(SECRET);
    assertThat(message(() -> TableRef.parse(uri))).doesNotContain(SECRET);
    assertThat(message(() -> DatasetRef.parse(uri))).doesNotContain(SECRET);
  }

  private interface Call {
    Object make();
  }

  private static String message(Call call) {
    Throwable failure = catchThrowable(call::make);
    return failure == null ? "" : String.valueOf(failure.getMessage());
  }

  private static void requireRefused(Call call, String message) {
    Throwable failure = catchThrowable(call::make);
    assertThat(failure).isInstanceOf(InvalidPlanException.class).hasMessage(message);
    StringWriter trace = new StringWriter();
    failure.printStackTrace(new PrintWriter(trace, true));
    assertThat(trace.toString()).doesNotContain(SECRET);
  }
}
