package dev.santoku.kitchen;

import java.util.List;

/** The names of tasks; their first letters differ, for timelines show no more. */
final class Tasks {
    static final String DISK = "disk";

    private static final List<String> VEGETABLES =
            List.of("onions", "cucumbers", "tomatoes", "peppers", "radishes", "lettuce", "avocados", "basil");
    private static final List<String> DEVICES =
            List.of("keyboard", "mouse", DISK, "network", "printer", "scanner", "camera", "touchpad");

    private Tasks() {}

    /** What is cut, each independently of the others. */
    static List<String> vegetables(int count) {
        return VEGETABLES.subList(0, count);
    }

    /** What is waited for. */
    static List<String> devices(int count) {
        return DEVICES.subList(0, count);
    }
}
