package dev.santoku.worker;

import dev.santoku.backend.Backend;
import dev.santoku.backend.Tunable;
import dev.santoku.backend.Tuning;
import dev.santoku.plan.Plan;
import dev.santoku.result.DeviceSurvey;
import dev.santoku.result.Machine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Has kernels tested before anything is measured with them, where that was not done before with this driver: in workers, since
 * drivers crash. One that does is left to those who then measure with it, and tell.
 */
public final class SelfTests {
    private static final Duration DEADLINE = Duration.ofMinutes(2);

    private final Map<String, Backend> backends;
    private final Workers workers;
    private final Duration deadline;
    private final Consumer<String> progress;

    /**
     * Tests nothing yet.
     *
     * @param backends by id
     * @param silence how long a worker may be silent; empty for two minutes
     * @param progress is told before each test
     */
    public SelfTests(
            Map<String, Backend> backends, Workers workers, Optional<Duration> silence, Consumer<String> progress) {
        this.backends = Map.copyOf(backends);
        this.workers = workers;
        this.deadline = silence.orElse(DEADLINE);
        this.progress = progress;
    }

    /** The machine, with what it will use for the plan's contenders. */
    public Machine prove(Plan plan, Machine machine) {
        List<DeviceSurvey> surveys = new ArrayList<>();
        for (DeviceSurvey survey : machine.surveys()) {
            List<Optional<String>> families = new ArrayList<>();
            if (plan.precisionsOfKernels().contains(survey.precision())) {
                plan.contenders().stream()
                        .filter(contender -> contender.backend().equals(survey.backend())
                                && contender.device().equals(survey.device()))
                        .forEach(contender -> families.add(Optional.of(contender.variant())));
            }
            surveys.add(prove(survey, families));
        }
        return machine.with(surveys);
    }

    /** The surveys, with what a tuner has to beat. */
    public List<DeviceSurvey> prove(List<DeviceSurvey> surveys) {
        return surveys.stream()
                .map(survey -> prove(survey, List.of(Optional.empty())))
                .toList();
    }

    /** @param families by name; empty for what is used when none is asked for */
    private DeviceSurvey prove(DeviceSurvey survey, List<Optional<String>> families) {
        Backend backend = backends.get(survey.backend());
        List<Optional<String>> open = families.stream()
                .filter(family -> isOpen(survey.survey(), family))
                .toList();
        if (open.isEmpty() || !(backend instanceof Tunable tunable) || !tunable.proves()) {
            return survey;
        }
        progress.accept("tests the kernels of %s in %s, once for its driver …"
                .formatted(survey.device(), survey.precision().label()));
        DeviceSurvey now = survey;
        try (Worker worker = workers.start("self-test-" + survey.device(), backend.jvmFlags())) {
            for (Optional<String> family : open) {
                Request request =
                        new Request.Prove(survey.backend(), survey.device(), survey.precision(), family.orElse(null));
                now = new DeviceSurvey(
                        survey.backend(),
                        survey.device(),
                        worker.ask(request, Answer.Surveyed.class, deadline).survey());
            }
        } catch (WorkerFailure e) {
            return now;
        }
        return now;
    }

    private static boolean isOpen(Tunable.Survey survey, Optional<String> family) {
        Tuning used = family.map(id -> survey.known().get(id)).orElse(family.isEmpty() ? survey.today() : null);
        return used != null && used.proven() == null;
    }
}
