package dev.santoku.tuning;

import dev.santoku.matrix.Shape;
import dev.santoku.result.DeviceSurvey;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What is to be tuned.
 *
 * @param surveys of the devices and precisions, at least one
 * @param sizes at which candidates are timed; empty to choose them by the kind of device
 * @param budget for all of it
 * @param seed draws inputs and candidates
 */
public record TuningPlan(List<DeviceSurvey> surveys, Optional<List<Shape>> sizes, Duration budget, long seed) {
    public TuningPlan {
        surveys = List.copyOf(surveys);
        sizes = sizes.map(List::copyOf);
    }

    /** The surveys of devices that parameters are equally good for, together: such devices are tuned once. */
    List<List<DeviceSurvey>> groups() {
        return List.copyOf(surveys.stream()
                .collect(Collectors.groupingBy(
                        survey -> Map.entry(survey.backend(), survey.survey().key()),
                        LinkedHashMap::new,
                        Collectors.toList()))
                .values());
    }
}
