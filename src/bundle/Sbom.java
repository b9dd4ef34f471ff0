import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Makes Maven's list of parts (CycloneDX) that of a bundle: with the SHA-256 of each file as it lies there, with what does not
 * come through Maven, and complete. {@code java -cp 'target/lib/*' src/bundle/Sbom.java LIST FOLDER LOADER RUNTIME VERSION}
 * writes {@code FOLDER/sbom.cdx.json}; LOADER is the package URL of OpenCL's loader, empty where it is unknown.
 */
final class Sbom {
    private final ObjectNode list;
    private final Path folder;
    /** Files of the bundle, relative to it, of which no part is known yet. */
    private final Set<Path> unknown = new TreeSet<>();

    private Sbom(ObjectNode list, Path folder) throws IOException {
        this.list = list;
        this.folder = folder;
        for (String room : new String[] {"lib", "yardsticks", "native"}) {
            if (Files.exists(folder.resolve(room))) {
                try (Stream<Path> files = Files.list(folder.resolve(room))) {
                    files.map(folder::relativize).forEach(unknown::add);
                }
            }
        }
    }

    public static void main(String[] arguments) throws Exception {
        ObjectMapper mapper = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
        Path folder = Path.of(arguments[1]);
        ObjectNode list = (ObjectNode) mapper.readTree(Path.of(arguments[0]).toFile());
        Sbom sbom = new Sbom(list, folder);
        sbom.hash((ObjectNode) list.at("/metadata/component"), Path.of("santoku.jar"));
        try {
            for (var part : list.withArray("components")) {
                sbom.find((ObjectNode) part);
            }
        } catch (NoSuchFileException e) {
            fail("the list of parts has " + e.getFile() + ", which is not there");
        }
        sbom.addLoader(arguments[2]);
        sbom.addRuntime(arguments[3], arguments[4]);
        if (!sbom.unknown.isEmpty()) {
            fail("the list of parts knows nothing of " + sbom.unknown);
        }
        mapper.writeValue(folder.resolve("sbom.cdx.json").toFile(), list);
    }

    private static void fail(String message) {
        System.err.println("santoku: bundle: " + message);
        System.exit(1);
    }

    /** Those of ECharts are within {@code santoku.jar}, and keep the hashes of where they come from. */
    private void find(ObjectNode part) throws IOException {
        String name = part.get("name").asText();
        if (part.get("group").asText().equals("org.mvnpm")) {
            return;
        }
        Path file;
        if (part.get("purl").asText().contains("classifier=")) {
            file = Path.of("yardsticks", name + "-natives.jar");
        } else if (name.equals("jocl-blast")) {
            file = Path.of("yardsticks", name + ".jar");
        } else {
            file = Path.of("lib", name + "-" + part.get("version").asText() + ".jar");
        }
        String origin = part.get("hashes").toString();
        if (!origin.contains(hash(part, file))) {
            part.putObject("pedigree").put("notes", "without the natives of other systems");
        }
    }

    private void addLoader(String purl) throws IOException {
        ObjectNode part = add("library", "ocl-icd", purl.replaceAll(".*@|\\?.*", ""));
        if (!purl.isEmpty()) {
            part.put("purl", purl);
        }
        part.putArray("licenses").addObject().putObject("license").put("id", "BSD-2-Clause");
        hash(part, Path.of("native/libOpenCL.so.1"));
    }

    /** Its hash is that of its modules; all other files of it are as its maker signed them. */
    private void addRuntime(String maker, String version) throws IOException {
        ObjectNode part = add("platform", "java-runtime", version);
        part.put("publisher", maker);
        part.putArray("licenses").addObject().put("expression", "GPL-2.0-only WITH Classpath-exception-2.0");
        hash(part, Path.of("runtime/lib/modules"));
    }

    private ObjectNode add(String type, String name, String version) {
        ObjectNode part = list.withArray("components").addObject();
        part.put("type", type).put("bom-ref", name).put("name", name).put("version", version);
        ArrayNode dependencies = list.withArray("dependencies");
        ((ObjectNode) dependencies.get(0)).withArray("dependsOn").add(name);
        dependencies.addObject().put("ref", name).putArray("dependsOn");
        return part;
    }

    /** Gives a part the SHA-256 of its file, and that alone. */
    private String hash(ObjectNode part, Path file) throws IOException {
        unknown.remove(file);
        String digest = sha256(folder.resolve(file));
        part.putArray("hashes").addObject().put("alg", "SHA-256").put("content", digest);
        return digest;
    }

    private static String sha256(Path file) throws IOException {
        try (InputStream stream = Files.newInputStream(file)) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            new DigestInputStream(stream, digest).transferTo(OutputStream.nullOutputStream());
            return "%064x".formatted(new BigInteger(1, digest.digest()));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
