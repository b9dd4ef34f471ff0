package dev.santoku.backend.opencl.probe;

import dev.santoku.backend.BackendException;
import dev.santoku.backend.Device;
import dev.santoku.backend.opencl.family.KernelCode;
import dev.santoku.backend.opencl.family.MatrixInstruction;
import dev.santoku.backend.opencl.handle.DeviceLimits;
import dev.santoku.backend.opencl.handle.Handle;
import dev.santoku.backend.opencl.handle.Handles;
import dev.santoku.backend.opencl.handle.WordInstructions;
import dev.santoku.matrix.Precision;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * How {@code fma_rate} is compiled. No form is the fastest everywhere: a compiler that spills registers, or splits wide vectors
 * badly, halves the rate of one and not of another. So each is measured, and the best one stands for the device.
 *
 * @param lanes elements of a vector: 1, 2, 4, 8 or 16
 * @param chains of a work-item that do not wait for each other
 * @param sums whether a chain adds up products, not {@code v = v*factor + addend}
 * @param perWord elements that an instruction multiplies for each sum: 1, or more
 * @param instruction of {@code mma.h} or {@code fragments.h}, by its number; 0 for none
 * @param subgroup work-items that a kernel must ask for, of which the instruction makes one; 0 for none
 * @param asMeant whether what instructions mean is computed in their place, in OpenCL C
 */
record FmaForm(int lanes, int chains, boolean sums, int perWord, int instruction, int subgroup, boolean asMeant) {
    /** With factor and addend no more than 16 registers hold, and enough for two units of latency 4. */
    private static final int MANY = 12;

    /** Just enough for two units of latency 4. */
    private static final int FEW = 8;

    private static final int WIDEST_BYTES = 64;

    /** Work-items begin with one of so many numbers. */
    private static final int STARTS = 7;

    private static final int ROUNDS = 2;

    /** Of a tile of AMX: rows, words of a row, and sums of a row. */
    private static final int SIDE = 16;

    /** Where each chain is {@code v = v*factor + addend}. */
    FmaForm(int lanes, int chains) {
        this(lanes, chains, false, 1);
    }

    /** Without a matrix instruction. */
    FmaForm(int lanes, int chains, boolean sums, int perWord) {
        this(lanes, chains, sums, perWord, 0, 0, false);
    }

    /** By a matrix instruction. */
    static FmaForm of(MatrixInstruction instruction, int chains, boolean asMeant) {
        int sumsOfLane = instruction.m() * instruction.n() / instruction.warp();
        int subgroup = instruction.isOfSubgroups() && !asMeant ? instruction.warp() : 0;
        return new FmaForm(sumsOfLane, chains, false, instruction.k(), instruction.number(), subgroup, asMeant);
    }

    /** The name of its file in {@code kernels/}, without the ending. */
    String source() {
        return instruction == 0 ? "ceilings" : "mma_rate";
    }

    /** For words of a reduced format. */
    private static FmaForm ofWords(Precision precision, int chains) {
        return new FmaForm(WIDEST_BYTES / precision.bytes(), chains, false, WordInstructions.perWord(precision));
    }

    /** For tiles of such words, of which there are four. */
    private static FmaForm ofTiles(Precision precision) {
        return new FmaForm(SIDE * SIDE, 4, false, SIDE * WordInstructions.perWord(precision));
    }

    private boolean isOfTiles() {
        return instruction == 0 && lanes == SIDE * SIDE;
    }

    /** What is compiled. */
    KernelCode code(Precision precision) {
        Map<String, Integer> macros =
                new TreeMap<>(Map.of("PRECISION", precision.bytes() * Byte.SIZE, "CHAINS", chains));
        if (instruction != 0) {
            macros.putAll(Map.of("INSTRUCTION", instruction, "NATIVE", asMeant ? 0 : 1, "SUBGROUP", subgroup));
        } else if (isOfTiles()) {
            macros.putAll(Map.of("LANES", SIDE, "SUMS", 0, "NATIVE", 2, "INPUT", Float.SIZE * SIDE / perWord));
        } else {
            macros.putAll(Map.of("LANES", lanes, "SUMS", sums ? 1 : 0));
            if (perWord > 1) {
                macros.putAll(Map.of("NATIVE", 1, "INPUT", Float.SIZE / perWord));
            }
        }
        return KernelCode.of(source(), macros);
    }

    /** What a work-item sums up to after so many rounds by a factor of 1 and this addend; exact where that is small. */
    double sum(int item, long rounds, double addend) {
        int start = item % STARTS;
        int numbers = chains * (chains - 1) / 2;
        return lanes
                * (sums
                        ? addend * rounds * (chains * (1 + start) + numbers)
                        : numbers + chains * (start + rounds * perWord * addend));
    }

    /** The forms worth a look on such a device, that of its own vectors first; none of a reduced format without instructions. */
    static List<FmaForm> all(DeviceLimits limits, Precision precision) {
        List<FmaForm> matrices = MatrixInstruction.of(limits.architecture(), precision).stream()
                .flatMap(each -> Stream.of(of(each, FEW, false), of(each, FEW / 2, false)))
                .toList();
        if (precision.isReduced()) {
            Stream<FmaForm> tiles =
                    limits.lanes().tiles().contains(precision) ? Stream.of(ofTiles(precision)) : Stream.empty();
            return limits.lanes().reduced().contains(precision)
                    ? Stream.concat(Stream.of(ofWords(precision, MANY), ofWords(precision, FEW)), tiles)
                            .toList()
                    : matrices;
        }
        int own = limits.lanes(precision);
        Set<FmaForm> forms = new LinkedHashSet<>();
        forms.add(new FmaForm(own, MANY));
        forms.add(new FmaForm(own, FEW));
        if (limits.kind() == Device.Kind.CPU) { // whose driver may know less of its units than its compiler does
            for (int bytes = WIDEST_BYTES; bytes >= WIDEST_BYTES / 2; bytes /= 2) {
                forms.add(new FmaForm(bytes / precision.bytes(), MANY));
                forms.add(new FmaForm(bytes / precision.bytes(), FEW));
            }
        } else { // some units take pairs, some only if their compiler finds them, some only of sums
            forms.add(new FmaForm(1, FEW));
            forms.add(new FmaForm(2, FEW));
            forms.add(new FmaForm(4, FEW / 2));
            forms.add(new FmaForm(1, MANY, true, 1));
            forms.add(new FmaForm(2, FEW, true, 1));
        }
        forms.addAll(matrices);
        return List.copyOf(forms);
    }

    /**
     * The form that is the fastest now; those that compute wrong sums or that the compiler refuses do not count.
     *
     * @param owner of all that is acquired
     * @throws BackendException when none is left
     */
    static <B extends Handle> FmaRate<B> fastest(
            ProbedDevice<B> device, DeviceLimits limits, Precision precision, Handles owner) {
        List<FmaRate<B>> rates = new ArrayList<>();
        Optional<BackendException> refused = Optional.empty();
        for (FmaForm form : all(limits, precision)) {
            try {
                FmaRate<B> rate = FmaRate.build(device, limits, precision, form, owner);
                if (rate.simulated()) {
                    return rate;
                }
                rates.add(rate);
            } catch (BackendException e) {
                refused = refused.or(() -> Optional.of(e));
            }
        }
        if (rates.isEmpty()) {
            throw refused.orElseThrow();
        }
        return fastest(rates);
    }

    /** In turns, since a machine whose speed drifts must not decide. */
    private static <B extends Handle> FmaRate<B> fastest(List<FmaRate<B>> rates) {
        FmaRate<B> fastest = rates.get(0);
        double most = 0;
        for (int round = 0; round < ROUNDS; round++) {
            for (FmaRate<B> rate : rates) {
                double gflops = rate.gflops().orElse(0);
                if (gflops > most) {
                    most = gflops;
                    fastest = rate;
                }
            }
        }
        return fastest;
    }
}
