package dev.santoku.host.gpu;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What holds an NVIDIA GPU's clocks down: the bits of {@code nvmlClocksEventReasons}. */
enum Slowdown {
    IDLE(0x1, "idle"),
    APPLICATION_CLOCKS(0x2, "application-clocks"),
    POWER_CAP(0x4, "power-cap"),
    HARDWARE(0x8, "hardware"),
    SYNC_BOOST(0x10, "sync-boost"),
    HEAT(0x20, "heat"),
    HEAT_HARDWARE(0x40, "heat-hardware"),
    POWER_BRAKE(0x80, "power-brake"),
    DISPLAY_CLOCKS(0x100, "display-clocks");

    private static final Pattern MASK = Pattern.compile("0x[0-9a-fA-F]{1,16}");

    private final long bit;
    private final String label;

    Slowdown(long bit, String label) {
        this.bit = bit;
        this.label = label;
    }

    /** As the result file writes it. */
    String label() {
        return label;
    }

    /**
     * Those in force.
     *
     * @param mask in hexadecimal, {@code 0x0000000000000004}
     * @return null where it is none; a bit that we do not know is left out
     */
    static List<String> labels(String mask) {
        if (mask == null || !MASK.matcher(mask).matches()) {
            return null;
        }
        long bits = Long.parseUnsignedLong(mask.substring(2), 16);
        return Stream.of(values())
                .filter(slowdown -> (bits & slowdown.bit) != 0)
                .map(Slowdown::label)
                .toList();
    }
}
