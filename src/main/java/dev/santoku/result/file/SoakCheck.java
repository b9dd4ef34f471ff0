package dev.santoku.result.file;

import dev.santoku.result.Outcome;
import dev.santoku.result.Soak;
import dev.santoku.result.SoakError;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** What a burn-in in a result must hold; see {@link ResultCheck}. */
final class SoakCheck {
    private SoakCheck() {}

    static void check(Soak soak) throws RefusedFileException {
        ResultCheck.require(
                PlausibleNumbers.isDuration(soak.secondsAsked()) && PlausibleNumbers.isDuration(soak.seconds()),
                "soak/seconds are no time");
        for (int i = 0; i < soak.devices().size(); i++) {
            check(soak.devices().get(i), "soak/devices/" + i + ": ");
        }
    }

    private static void check(Soak.Part part, String place) throws RefusedFileException {
        ResultCheck.require(
                part.contender() != null && part.precision() != null && part.outcome() != null,
                place + "contender, precision or outcome is missing");
        ResultCheck.require(part.outcome() == Outcome.MEASURED || part.reason() != null, place + "reason is missing");
        ResultCheck.require(
                part.timeline().isEmpty() || (part.shape() != null && part.device() != null),
                place + "shape or device is missing");
        ResultCheck.require(
                part.shape() == null || part.shape().fitsArrays(),
                place + "its matrices are larger than any that is measured");
        ResultCheck.require(
                part.products() >= 0
                        && part.errors() >= 0
                        && part.errors() <= part.products()
                        && PlausibleNumbers.isDuration(part.seconds())
                        && isUnknownOrNotNegative(part.busy())
                        && isUnknownOrNotNegative(part.errorsPerHour()),
                place + "figures are none");
        ResultCheck.require(
                Stream.concat(Stream.ofNullable(part.firstError()), part.moreErrors().stream())
                        .allMatch(SoakCheck::isWhole),
                place + "an error is incomplete");
        ResultCheck.require(part.timeline().stream().allMatch(SoakCheck::isWhole), place + "timeline is incomplete");
    }

    private static boolean isUnknownOrNotNegative(Double value) {
        return value == null || PlausibleNumbers.isDuration(value);
    }

    private static boolean isWhole(SoakError error) {
        return PlausibleNumbers.isDuration(error.seconds())
                && error.product() > 0
                && error.elements() > 0
                && error.elements() <= error.of()
                && isRange(error.rows())
                && isRange(error.columns())
                && error.pattern() != null
                && error.example() != null;
    }

    private static boolean isRange(List<Integer> ends) {
        return ends.size() == 2 && ends.get(0) >= 0 && ends.get(0) <= ends.get(1);
    }

    private static boolean isWhole(Soak.Point point) {
        return point != null
                && PlausibleNumbers.isDuration(point.seconds())
                && point.products() >= 0
                && point.errors() >= 0
                && PlausibleNumbers.isUnknownOrPositive(point.gflops())
                && PlausibleNumbers.isUnknownOrWithin(point.temperatureC(), -100, 1000)
                && isUnknownOrNotNegative(point.powerWatts())
                && (point.slowdowns() == null || point.slowdowns().stream().allMatch(Objects::nonNull));
    }
}
