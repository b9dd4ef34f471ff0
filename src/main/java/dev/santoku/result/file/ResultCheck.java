package dev.santoku.result.file;

import dev.santoku.backend.Candidate;
import dev.santoku.backend.Tuning;
import dev.santoku.matrix.Shape;
import dev.santoku.result.Ladder;
import dev.santoku.result.RunResult;
import dev.santoku.result.Scaling;
import dev.santoku.result.Speedup;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * What a result must hold to be reported: nothing that the schema asks for is missing, and figures can be what they say they
 * are. Each check throws where it does not.
 */
public final class ResultCheck {
    private ResultCheck() {}

    /** Looks for what the types allow and the schema does not. */
    public static void check(RunResult result) throws RefusedFileException {
        require(result.run() != null && result.run().id() != null, "run/id is missing");
        require(result.run().command() != null, "run/command is missing");
        require(result.run().command().stream().allMatch(Objects::nonNull), "run/command has a null");
        require(
                PlausibleNumbers.isUnknownOrPositive(result.run().within())
                        && (result.run().within() == null || result.run().within() <= 1),
                "run/within is no share");
        MachineCheck.check(result);
        require(result.backends().stream().allMatch(backend -> backend.id() != null), "a back end has no id");
        require(
                result.ceilings().stream()
                        .allMatch(ceiling -> ceiling.device() != null
                                && PlausibleNumbers.isUnknownOrProcessors(ceiling.threads())
                                && ceiling.precision() != null
                                && PlausibleNumbers.isPositive(ceiling.gflops())
                                && Stream.of(
                                                ceiling.bandwidthGBs(),
                                                ceiling.hostToDeviceGBs(),
                                                ceiling.deviceToHostGBs(),
                                                ceiling.pinnedHostToDeviceGBs(),
                                                ceiling.pinnedDeviceToHostGBs(),
                                                ceiling.launchMicros())
                                        .allMatch(PlausibleNumbers::isUnknownOrPositive)),
                "a ceiling lacks its device, precision or rate, or is impossible");
        for (int i = 0; i < result.results().size(); i++) {
            CellCheck.check(result.results().get(i), "results/" + i + ": ");
        }
        require(
                result.speedups().stream()
                        .allMatch(speedup -> speedup.contender() != null
                                && PlausibleNumbers.isUnknownOrProcessors(speedup.threads())
                                && speedup.baseline() != null
                                && PlausibleNumbers.isUnknownOrProcessors(speedup.baselineThreads())
                                && speedup.precision() != null
                                && speedup.shape() != null
                                && speedup.time() != null
                                && speedup.verdict() != null
                                && PlausibleNumbers.isPositive(speedup.ratio())
                                && PlausibleNumbers.isPositive(speedup.low())
                                && PlausibleNumbers.isPositive(speedup.high())),
                "a speedup is incomplete");
        checkLadders(result);
        checkScaling(result);
        require(
                shapesOfComparisons(result).allMatch(Shape::fitsArrays),
                "a speedup, ladder or scaling is of matrices larger than any that is measured");
        checkParameters(result);
        require(
                result.routes().stream().allMatch(route -> route.device() != null && route.first() != null),
                "a second route is incomplete");
        if (result.soak() != null) {
            SoakCheck.check(result.soak());
        }
    }

    private static Stream<Shape> shapesOfComparisons(RunResult result) {
        return Stream.of(
                        result.speedups().stream().map(Speedup::shape),
                        result.ladders().stream().map(Ladder::shape),
                        result.scaling().stream().map(Scaling::shape))
                .flatMap(shapes -> shapes);
    }

    private static void checkParameters(RunResult result) throws RefusedFileException {
        require(
                result.parameters().stream()
                        .allMatch(used -> used.contender() != null
                                && used.device() != null
                                && used.precision() != null
                                && used.tuning() != null
                                && used.tuning().source() != null
                                && (used.tuning().source() != Tuning.Source.TUNED
                                        || used.tuning().at() != null)
                                && areWhole(used.tuning())),
                "parameters are incomplete");
    }

    /** Whether those that failed a test, and what took their place, have their names. */
    private static boolean areWhole(Tuning tuning) {
        return tuning.rejected().isEmpty()
                || (isWhole(tuning.candidate())
                        && tuning.rejected().stream()
                                .allMatch(wrong -> wrong.reason() != null && isWhole(wrong.candidate())));
    }

    private static boolean isWhole(Candidate candidate) {
        return candidate != null
                && candidate.family() != null
                && !candidate.parameters().containsValue(null);
    }

    private static void checkLadders(RunResult result) throws RefusedFileException {
        require(
                result.ladders().stream()
                        .allMatch(ladder -> ladder.precision() != null
                                && ladder.shape() != null
                                && ladder.steps().stream()
                                        .allMatch(step -> step.contender() != null
                                                && PlausibleNumbers.isUnknownOrProcessors(step.threads()))),
                "a ladder is incomplete");
    }

    private static void checkScaling(RunResult result) throws RefusedFileException {
        require(
                result.scaling().stream()
                        .allMatch(scaling -> scaling.contender() != null
                                && scaling.precision() != null
                                && scaling.shape() != null
                                && PlausibleNumbers.isUnknownOrProcessors(scaling.overThreads())
                                && isShare(scaling.serialFraction())
                                && (scaling.time() == null || scaling.time().equals(Speedup.COMPUTE))
                                && scaling.points().stream()
                                        .allMatch(point -> PlausibleNumbers.isUnknownOrProcessors(point.threads())
                                                && PlausibleNumbers.isPositive(point.seconds())
                                                && PlausibleNumbers.isPositive(point.speedup())
                                                && PlausibleNumbers.isPositive(point.low())
                                                && PlausibleNumbers.isPositive(point.high())
                                                && Double.isFinite(point.efficiency()))),
                "a scaling is incomplete");
    }

    private static boolean isShare(Double share) {
        return share == null || share == 0 || (PlausibleNumbers.isPositive(share) && share <= 1);
    }

    public static void require(boolean holds, String trouble) throws RefusedFileException {
        if (!holds) {
            throw new RefusedFileException("it is damaged: " + trouble);
        }
    }
}
