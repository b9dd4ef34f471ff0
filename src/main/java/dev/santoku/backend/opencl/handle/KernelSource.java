package dev.santoku.backend.opencl.handle;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The OpenCL C that the build packs from {@code kernels/} into the jar. */
public final class KernelSource {
    private static final Pattern INCLUDE = Pattern.compile("#include \"(.+)\"");

    private KernelSource() {}

    /**
     * The text of {@code kernels/<name>.cl}, with the files that it includes in the place of those lines: a driver finds no
     * files. A compiler's messages still count the lines of each file.
     */
    public static String read(String name) {
        String file = name + ".cl";
        StringBuilder text = new StringBuilder();
        int line = 0;
        for (String each : resource(file).lines().toList()) {
            line++;
            Matcher include = INCLUDE.matcher(each);
            if (include.matches()) {
                String included = include.group(1);
                text.append(
                        "#line 1 \"%s\"\n%s#line %d \"%s\"\n".formatted(included, resource(included), line + 1, file));
            } else {
                text.append(each).append('\n');
            }
        }
        return text.toString();
    }

    /** The text of {@code kernels/<file>}. */
    public static String resource(String file) {
        String resource = "/dev/santoku/kernels/" + file;
        try (InputStream stream = KernelSource.class.getResourceAsStream(resource)) {
            if (stream == null) {
                throw new IllegalStateException("the jar lacks " + resource + ": build it again");
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + resource + " out of the jar", e);
        }
    }

    /** SHA-256 over files of {@code kernels/}, their names and what they include among it, in hexadecimal. */
    public static String digest(List<String> names) {
        MessageDigest sha256;
        try {
            sha256 = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
        for (String name : names) {
            sha256.update((name + "\n" + read(name) + "\n").getBytes(StandardCharsets.UTF_8));
        }
        return HexFormat.of().formatHex(sha256.digest());
    }
}
