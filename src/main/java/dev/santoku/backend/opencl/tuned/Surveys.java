package dev.santoku.backend.opencl.tuned;

import dev.santoku.backend.SearchSpace;
import dev.santoku.backend.Tunable;
import dev.santoku.backend.Tuning;
import dev.santoku.backend.TuningKey;
import dev.santoku.backend.UnsupportedProductException;
import dev.santoku.backend.opencl.family.KernelFamily;
import dev.santoku.backend.opencl.handle.DeviceLimits;
import dev.santoku.matrix.Precision;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Tells a tuner what there is to search. Pure functions of the limits. */
public final class Surveys {
    private Surveys() {}

    /**
     * The families' spaces on a device, and what is known of it.
     *
     * @param families that of the default variant first; those that the device cannot run at all are left out
     * @throws UnsupportedProductException when it can run none
     */
    public static Tunable.Survey survey(
            KnownParameters known, TuningKey key, DeviceLimits limits, List<KernelFamily> families) {
        List<KernelFamily> able = families.stream()
                .filter(family -> computes(family, limits, key.precision()))
                .toList();
        if (able.isEmpty()) {
            throw new UnsupportedProductException(
                    "%s can run no family of kernels in %s".formatted(key.device(), key.precision()));
        }
        Map<String, Tuning> byFamily = new LinkedHashMap<>();
        families.forEach(family -> {
            KernelFamily serving = family.serving(limits, key.precision());
            if (computes(serving, limits, key.precision())) {
                byFamily.put(family.id(), known.find(key, limits, List.of(serving)));
            }
        });
        List<KernelFamily> worthwhile =
                able.stream().filter(KernelFamily::worthTuning).toList();
        List<KernelFamily> searched = worthwhile.isEmpty() ? able : worthwhile;
        return new Tunable.Survey(
                key,
                known.find(key, limits, able),
                byFamily,
                spaces(limits, key.precision(), searched),
                known.starts(key, limits, searched),
                known.trouble().orElse(null));
    }

    /** Without changing to another precision. */
    private static boolean computes(KernelFamily family, DeviceLimits limits, Precision precision) {
        return family.multiplies(limits, precision) && family.canRun(limits, precision);
    }

    private static List<SearchSpace> spaces(DeviceLimits limits, Precision precision, List<KernelFamily> families) {
        List<SearchSpace> spaces = new ArrayList<>();
        if (!limits.compiles()) {
            return spaces; // there is nothing to choose from
        }
        for (KernelFamily family : families) {
            SortedMap<String, List<Integer>> values = new TreeMap<>();
            family.space(limits, precision).forEach(dimension -> values.put(dimension.name(), dimension.values()));
            spaces.add(new SearchSpace(family.id(), family.sourceDigest(), values, family.together()));
        }
        return spaces;
    }
}
