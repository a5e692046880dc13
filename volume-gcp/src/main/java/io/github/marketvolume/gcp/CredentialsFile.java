package io.github.marketvolume.gcp;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.api.client.json.GenericJson;
import com.google.api.client.json.gson.GsonFactory;
import com.google.auth.oauth2.GoogleCredentials;
import io.github.marketvolume.error.InvalidPlanException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A file with a key, or with an access token. What is wrong with it is said in a line that names
 * the file and nothing of its content; what the library that parses it says may quote that, and so
 * is neither said nor kept as a cause.
 */
final class CredentialsFile {

  /** No key is longer, in bytes. */
  private static final long MAX_SIZE = 1 << 20;

  private static final String HINT = "; give the file that Google Cloud made with the key";

  private CredentialsFile() {}

  /** The text of the file, without white space around it. */
  static String text(Path file) {
    String problem;
    try {
      if (Files.isDirectory(file)) {
        problem = " is a folder";
      } else if (!Files.exists(file)) {
        problem = " does not exist";
      } else if (Files.size(file) > MAX_SIZE) {
        problem = " is larger than a key or a token can be";
      } else {
        String text = Files.readString(file).strip();
        if (!text.isEmpty()) {
          return text;
        }
        problem = " is empty";
      }
    } catch (CharacterCodingException e) {
      problem = " is not text";
    } catch (AccessDeniedException e) {
      problem = " cannot be read: permission denied";
    } catch (IOException e) {
      problem = " cannot be read: " + e.getClass().getSimpleName();
    }
    throw new InvalidPlanException(
        file + problem + "; name a file with a service account's key or an access token");
  }

  /** The credentials that the key in the file stands for. */
  static GoogleCredentials key(Path file) {
    String text = text(file);
    GenericJson json = parsed(file, text);
    if (!(json.get("type") instanceof String type)) {
      throw new InvalidPlanException(file + " is not a key: it has no type" + HINT);
    }
    if (type.equals("service_account")) {
      for (String needed : List.of("client_email", "private_key")) {
        if (!(json.get(needed) instanceof String value) || value.isBlank()) {
          throw new InvalidPlanException(file + " is not a whole key: it has no " + needed + HINT);
        }
      }
    }
    try {
      return GoogleCredentials.fromStream(new ByteArrayInputStream(text.getBytes(UTF_8)));
    } catch (IOException | RuntimeException e) {
      throw new InvalidPlanException(
          file + " is not a key that can be used: one of its values is damaged" + HINT);
    }
  }

  private static GenericJson parsed(Path file, String text) {
    GenericJson json = null;
    try {
      json = GsonFactory.getDefaultInstance().fromString(text, GenericJson.class);
    } catch (IOException | RuntimeException e) {
      // said below, without its words
    }
    if (json == null) {
      throw new InvalidPlanException(file + " is not a key: it is not JSON" + HINT);
    }
    return json;
  }
}
