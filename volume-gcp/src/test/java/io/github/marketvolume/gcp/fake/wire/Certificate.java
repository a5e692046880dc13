package io.github.marketvolume.gcp.fake.wire;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;

/**
 * A certificate for this machine, made when first asked for and the same for the whole process,
 * since a process reads its trust store once.
 */
public final class Certificate {

  public static final String PASSWORD = "changeit";

  private static final String ALIAS = "fake";

  private final KeyManager[] keys;
  private final Path trustStore;

  private Certificate(KeyManager[] keys, Path trustStore) {
    this.keys = keys;
    this.trustStore = trustStore;
  }

  private static final class Holder {
    static final Certificate ONE = make();
  }

  public static Certificate get() {
    return Holder.ONE;
  }

  KeyManager[] keys() {
    return keys.clone();
  }

  public Path trustStore() {
    return trustStore;
  }

  private static Certificate make() {
    try {
      Path folder = Files.createTempDirectory("fake-tls-");
      Path keyStore = folder.resolve("key.p12");
      keytool(keyStore);
      KeyStore store = KeyStore.getInstance("PKCS12");
      try (InputStream in = Files.newInputStream(keyStore)) {
        store.load(in, PASSWORD.toCharArray());
      }
      Files.delete(keyStore);
      KeyManagerFactory factory =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      factory.init(store, PASSWORD.toCharArray());
      KeyStore trusted = KeyStore.getInstance("PKCS12");
      trusted.load(null, null);
      trusted.setCertificateEntry(ALIAS, store.getCertificate(ALIAS));
      Path trustStore = folder.resolve("trust.p12");
      try (OutputStream out = Files.newOutputStream(trustStore)) {
        trusted.store(out, PASSWORD.toCharArray());
      }
      folder.toFile().deleteOnExit();
      trustStore.toFile().deleteOnExit();
      return new Certificate(factory.getKeyManagers(), trustStore);
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException("no certificate can be made", e);
    }
  }

  private static void keytool(Path keyStore) throws IOException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                ALIAS,
                "-keyalg",
                "RSA",
                "-keysize",
                "2048",
                "-validity",
                "7",
                "-dname",
                "CN=localhost",
                "-ext",
                "SAN=dns:localhost,ip:127.0.0.1",
                "-storetype",
                "PKCS12",
                "-keystore",
                keyStore.toString(),
                "-storepass",
                PASSWORD)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      int status = process.waitFor();
      if (status != 0) {
        throw new IOException("keytool ended with " + status);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }
}
