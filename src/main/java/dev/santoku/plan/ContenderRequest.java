package dev.santoku.plan;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A contender as a user writes it, where parts may be left out: {@code jocl}, {@code jocl:tiled}, {@code jocl@cl1}, {@code
 * hybrid@cpu+cl0}.
 *
 * @param backend the back end's id
 * @param variant one variant, or empty for the fastest
 * @param device one device, several joined by {@code +} where the back end takes them together, or empty for all that it has
 * @param named whether a user wrote it, so that it fails where it breaks, and is not only left out
 */
public record ContenderRequest(String backend, Optional<String> variant, Optional<String> device, boolean named) {
    /** An id of a device, or a piece of it, such as {@code cl0:2from4}. */
    private static final String DEVICE = "[a-z]+[0-9]*(?::[0-9]+(?:from[0-9]+)?)?";

    private static final Pattern TEXT =
            Pattern.compile("([a-z][a-z0-9]*)(?::([a-z][a-z0-9-]*))?(?:@(" + DEVICE + "(?:\\+" + DEVICE + ")*))?");

    /** As a user writes it. */
    public ContenderRequest(String backend, Optional<String> variant, Optional<String> device) {
        this(backend, variant, device, true);
    }

    /** A back end that is measured because no user named one. */
    public static ContenderRequest unnamed(String backend) {
        return new ContenderRequest(backend, Optional.empty(), Optional.empty(), false);
    }

    /**
     * Reads {@code backend[:variant][@device]}.
     *
     * @throws IllegalArgumentException for anything else
     */
    public static ContenderRequest parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "'" + text + "' is no contender: write backend[:variant][@device], such as jocl:tiled@cl0");
        }
        return new ContenderRequest(
                matcher.group(1), Optional.ofNullable(matcher.group(2)), Optional.ofNullable(matcher.group(3)));
    }

    @Override
    public String toString() {
        return backend
                + variant.map(id -> ":" + id).orElse("")
                + device.map(id -> "@" + id).orElse("");
    }
}
