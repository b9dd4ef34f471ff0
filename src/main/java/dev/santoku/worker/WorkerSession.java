package dev.santoku.worker;

import dev.santoku.backend.Backend;
import dev.santoku.backend.Backends;
import dev.santoku.backend.Compiling;
import dev.santoku.backend.Device;
import dev.santoku.backend.Located;
import dev.santoku.backend.Multiplier;
import dev.santoku.backend.OpenOptions;
import dev.santoku.backend.Tunable;
import dev.santoku.backend.UnsupportedProductException;
import dev.santoku.backend.Variant;
import dev.santoku.backend.WrongProductException;
import dev.santoku.host.energy.EnergyCounter;
import dev.santoku.host.energy.EnergyCounters;
import dev.santoku.matrix.Precision;
import dev.santoku.matrix.Shape;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** The state of one worker, and its answer to each request; whatever goes wrong is an answer too. */
final class WorkerSession {
    private final Map<String, Backend> backends = new HashMap<>();
    private final TrialSession trials = new TrialSession();
    private final FileProduct files = new FileProduct();
    private Multiplier multiplier;
    private CellSession cell;
    private Request.Open opened;
    private Multiplier beside;
    private SoakSession soak;

    /** Of the one device that this worker's contender runs on; null until somebody asks. */
    private Optional<EnergyCounter> energyCounter;

    Answer answer(Request request) {
        try {
            return request.answeredBy(this);
        } catch (UnsupportedProductException e) {
            return refusal(Answer.Kind.UNSUPPORTED, e.getMessage(), e);
        } catch (WrongProductException e) {
            return refusal(Answer.Kind.WRONG, e.getMessage(), e);
        } catch (FileProblem e) {
            return refusal(e.kind(), e.getMessage(), e);
        } catch (OutOfMemoryError e) {
            cell = null;
            return refusal(
                    Answer.Kind.FAILED,
                    "out of memory (%s) at a heap of %d MB"
                            .formatted(e.getMessage(), Runtime.getRuntime().maxMemory() >> 20),
                    e);
        } catch (RuntimeException | Error e) { // whatever a driver's binding throws, the parent must hear of it
            return refusal(Answer.Kind.FAILED, oneLine(e), e);
        }
    }

    /** Of the contender that was opened. */
    Multiplier multiplier() {
        return multiplier;
    }

    /** The one that was loaded or checked last. */
    CellSession cell() {
        return cell;
    }

    Answer load(Request.Load load) {
        cell = cell(load.precision(), load.shape(), load.seed());
        cell.load();
        return new Answer.Done();
    }

    Answer check(Request.Check check) {
        cell = cell(check.precision(), check.shape(), check.seed());
        return cell.check();
    }

    private CellSession cell(Precision precision, Shape shape, long seed) {
        if (backend(opened.backend()).yardstick() && multiplier.arithmetic(precision) != precision) {
            // a yardstick is measured at what its library has a product for, and at nothing else
            throw new UnsupportedProductException(
                    "%s computes no %s: its library has no product of that format for this device"
                            .formatted(opened.backend(), precision));
        }
        return new CellSession(multiplier, precision, shape, seed);
    }

    Answer audit() {
        return new Answer.Audited(besideTheCell(() -> cell.audit()));
    }

    Answer energy(Request.MeasureEnergy request) {
        if (energyCounter == null) {
            energyCounter = EnergyCounters.open(request.source(), request.pciAddress());
        }
        return new Answer.Energy(
                besideTheCell(() -> energyCounter.flatMap(counter -> cell.energy(counter, request.source()))));
    }

    /** What was measured must not be lost for what is asked beside it: where memory does not suffice there is no answer. */
    private static <T> T besideTheCell(Supplier<Optional<T>> question) {
        try {
            return question.get().orElse(null);
        } catch (OutOfMemoryError e) {
            return null;
        }
    }

    Answer probe(String id) {
        return Answer.Probed.of(backend(id).probe());
    }

    Answer locate(String id) {
        return new Answer.Located(as(Located.class, backend(id), "does not know where its devices sit")
                .pciAddresses());
    }

    Answer askCompiler(Request.AskCompiler ask) {
        Backend backend = backend(ask.backend());
        return new Answer.Compiled(
                as(Compiling.class, backend, "asks no compiler").ask(device(backend, ask.device()), ask.question()));
    }

    Answer open(Request.Open open) {
        long start = System.nanoTime();
        multiplier = multiplier(open);
        opened = open;
        return new Answer.Opened((System.nanoTime() - start) / 1e9);
    }

    private Multiplier multiplier(Request.Open open) {
        Backend backend = backend(open.backend());
        Device device = device(backend, open.device());
        Variant variant = backend.variants().stream()
                .filter(candidate -> candidate.id().equals(open.variant()))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no variant " + open.variant()));
        return backend.open(device, variant, new OpenOptions(open.threads(), open.deviceMemory()));
    }

    Answer prepareSoak(boolean keepGoing) {
        soak = cell.soak(multipliersOfSoak(), keepGoing);
        return new Answer.Done();
    }

    /**
     * One on a CPU, which compares on the same cores. Elsewhere two: each has a queue of its own, so that the device computes
     * for one while it is read for the other.
     */
    private List<Multiplier> multipliersOfSoak() {
        if (multiplier.device().kind() == Device.Kind.CPU) {
            return List.of(multiplier);
        }
        if (beside == null) {
            beside = multiplier(opened);
        }
        return List.of(multiplier, beside);
    }

    Answer soak(Request.Soak turn) {
        if (!soak.begun()) {
            soak.begin();
        }
        try {
            return soak.turn(turn.seconds(), turn.last());
        } finally {
            if (soak.ended()) {
                soak.close();
            }
        }
    }

    Answer multiply(Request.MultiplyBlock request) {
        return files.multiply(multiplier, request);
    }

    Answer survey(Request.Survey survey) {
        Backend backend = backend(survey.backend());
        return new Answer.Surveyed(tunable(backend).survey(device(backend, survey.device()), survey.precision()));
    }

    Answer prove(Request.Prove prove) {
        Backend backend = backend(prove.backend());
        return new Answer.Surveyed(tunable(backend)
                .prove(device(backend, prove.device()), prove.precision(), Optional.ofNullable(prove.family())));
    }

    Answer estimate(Request.EstimateAll estimate) {
        Backend backend = backend(estimate.backend());
        return new Answer.Estimated(tunable(backend)
                .estimate(
                        device(backend, estimate.device()),
                        estimate.precision(),
                        estimate.sizes(),
                        estimate.candidates()));
    }

    Answer tryOut(Request.TryOut tryOut) {
        Backend backend = backend(tryOut.backend());
        return trials.tryOut(tunable(backend), device(backend, tryOut.device()), tryOut);
    }

    private static Tunable tunable(Backend backend) {
        return as(Tunable.class, backend, "has nothing to tune");
    }

    private static <T> T as(Class<T> ability, Backend backend, String lack) {
        if (ability.isInstance(backend)) {
            return ability.cast(backend);
        }
        throw new IllegalStateException(backend.id() + " " + lack);
    }

    /** One instance of each: its drivers are not asked twice. */
    private Backend backend(String id) {
        return backends.computeIfAbsent(
                id, name -> Backends.byId(name).orElseThrow(() -> new IllegalStateException("no back end " + name)));
    }

    private static Device device(Backend backend, String id) {
        return backend.device(backend.probe(), id)
                .orElseThrow(() -> new IllegalStateException(id + " is gone since it was probed"));
    }

    private static Answer.Refused refusal(Answer.Kind kind, String reason, Throwable cause) {
        cause.printStackTrace(); // into this worker's log
        return new Answer.Refused(kind, reason);
    }

    private static String oneLine(Throwable thrown) {
        String message = thrown.getMessage();
        return message == null || message.isBlank()
                ? thrown.getClass().getSimpleName()
                : message.strip().lines().findFirst().orElseThrow();
    }
}
