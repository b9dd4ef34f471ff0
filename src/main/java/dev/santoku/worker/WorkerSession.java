package dev.santoku.worker;

import dev.santoku.backend.Availability;
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
import dev.santoku.host.energy.EnergyCounter;
import dev.santoku.host.energy.EnergyCounters;
import dev.santoku.host.probe.HostProbe;
import dev.santoku.result.Json;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Supplier;

/** The state of one worker, and its answer to each request; whatever goes wrong is an answer too. */
final class WorkerSession {
    private final Map<String, Backend> backends = new HashMap<>();
    private final TrialSession trials = new TrialSession();
    private Multiplier multiplier;
    private CellSession cell;
    private Request.Open opened;
    private Multiplier beside;
    private SoakSession soak;

    /** Of the one device that this worker's contender runs on; null until somebody asks. */
    private Optional<EnergyCounter> energyCounter;

    Answer answer(Request request) {
        try {
            return act(request);
        } catch (UnsupportedProductException e) {
            return refusal(Answer.Kind.UNSUPPORTED, e.getMessage(), e);
        } catch (WrongProductException e) {
            return refusal(Answer.Kind.WRONG, e.getMessage(), e);
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

    private Answer act(Request request) {
        if (request instanceof Request.Greet) {
            return new Answer.Done();
        } else if (request instanceof Request.DescribeHost) {
            return new Answer.Host(HostProbe.read());
        } else if (request instanceof Request.Probe probe) {
            return probe(backend(probe.backend()));
        } else if (request instanceof Request.Locate locate) {
            return new Answer.Located(located(backend(locate.backend())).pciAddresses());
        } else if (request instanceof Request.AskCompiler question) {
            Backend backend = backend(question.backend());
            return new Answer.Compiled(compiling(backend).ask(device(backend, question.device()), question.question()));
        } else if (request instanceof Request.Open open) {
            return open(open);
        } else if (request instanceof Request.Load load) {
            cell = new CellSession(multiplier, load.precision(), load.shape(), load.seed());
            cell.load();
            return new Answer.Done();
        } else if (request instanceof Request.Check check) {
            cell = new CellSession(multiplier, check.precision(), check.shape(), check.seed());
            return cell.check();
        } else if (request instanceof Request.Warm warm) {
            return new Answer.Warmed(cell.warm(warm.least(), warm.most()));
        } else if (request instanceof Request.Sample sample) {
            return new Answer.Sampled(cell.sample(sample.seconds()));
        } else if (request instanceof Request.FmaCeiling ceiling) {
            return rate(multiplier.fmaCeiling(ceiling.precision()));
        } else if (request instanceof Request.BandwidthCeiling) {
            return rate(multiplier.bandwidthCeiling());
        } else if (request instanceof Request.LinkCeiling) {
            return new Answer.Link(multiplier.linkCeiling().orElse(null));
        } else if (request instanceof Request.MeasureEnergy energy) {
            return energy(energy);
        } else if (request instanceof Request.Audit) {
            return new Answer.Audited(besideTheCell(() -> cell.audit()));
        } else if (request instanceof Request.Settle) {
            return new Answer.Settled(cell.verified());
        } else if (request instanceof Request.PrepareSoak prepare) {
            soak = cell.soak(multipliersOfSoak(), prepare.keepGoing());
            return new Answer.Done();
        } else if (request instanceof Request.Soak turn) {
            return soak(turn);
        } else if (request instanceof Request.Survey survey) {
            return survey(survey);
        } else if (request instanceof Request.Prove prove) {
            Backend backend = backend(prove.backend());
            return new Answer.Surveyed(tunable(backend)
                    .prove(device(backend, prove.device()), prove.precision(), Optional.ofNullable(prove.family())));
        } else if (request instanceof Request.TryOut tryOut) {
            Backend backend = backend(tryOut.backend());
            return trials.tryOut(tunable(backend), device(backend, tryOut.device()), tryOut);
        }
        throw new IllegalStateException("no answer to " + request);
    }

    private Answer energy(Request.MeasureEnergy request) {
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

    private static Answer rate(OptionalDouble giga) {
        return new Answer.Rate(giga.isPresent() ? Json.finite(giga.getAsDouble()) : null);
    }

    private static Answer probe(Backend backend) {
        Availability availability = backend.probe();
        return availability instanceof Availability.Unavailable unavailable
                ? new Answer.Probed(unavailable.devices(), unavailable.reason(), unavailable.cure())
                : new Answer.Probed(availability.devices(), null, null);
    }

    private Answer open(Request.Open open) {
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
        return backend.open(device, variant, new OpenOptions(open.threads()));
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

    private Answer soak(Request.Soak turn) {
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

    private Answer survey(Request.Survey survey) {
        Backend backend = backend(survey.backend());
        return new Answer.Surveyed(tunable(backend).survey(device(backend, survey.device()), survey.precision()));
    }

    private static Located located(Backend backend) {
        if (backend instanceof Located located) {
            return located;
        }
        throw new IllegalStateException(backend.id() + " does not know where its devices sit");
    }

    private static Compiling compiling(Backend backend) {
        if (backend instanceof Compiling compiling) {
            return compiling;
        }
        throw new IllegalStateException(backend.id() + " asks no compiler");
    }

    private static Tunable tunable(Backend backend) {
        if (backend instanceof Tunable tunable) {
            return tunable;
        }
        throw new IllegalStateException(backend.id() + " has nothing to tune");
    }

    /** One instance of each: its drivers are not asked twice. */
    private Backend backend(String id) {
        return backends.computeIfAbsent(
                id, name -> Backends.byId(name).orElseThrow(() -> new IllegalStateException("no back end " + name)));
    }

    private static Device device(Backend backend, String id) {
        return backend.probe().devices().stream()
                .filter(candidate -> candidate.id().equals(id))
                .findFirst()
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
