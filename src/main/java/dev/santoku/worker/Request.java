package dev.santoku.worker;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.santoku.backend.Candidate;
import dev.santoku.backend.OpenOptions;
import dev.santoku.host.probe.HostProbe;
import dev.santoku.matrix.Precision;
import dev.santoku.matrix.Shape;
import dev.santoku.matrix.file.Block;
import dev.santoku.matrix.file.StoredMatrix;
import dev.santoku.result.EnergySource;
import java.util.List;

/** What the parent asks of a worker: one line of JSON, answered by one line ({@link Answer}). */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "request")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Request.Greet.class, name = "greet"),
    @JsonSubTypes.Type(value = Request.DescribeHost.class, name = "describe-host"),
    @JsonSubTypes.Type(value = Request.Probe.class, name = "probe"),
    @JsonSubTypes.Type(value = Request.Locate.class, name = "locate"),
    @JsonSubTypes.Type(value = Request.AskCompiler.class, name = "ask-compiler"),
    @JsonSubTypes.Type(value = Request.Open.class, name = "open"),
    @JsonSubTypes.Type(value = Request.Load.class, name = "load"),
    @JsonSubTypes.Type(value = Request.Check.class, name = "check"),
    @JsonSubTypes.Type(value = Request.Warm.class, name = "warm"),
    @JsonSubTypes.Type(value = Request.Sample.class, name = "sample"),
    @JsonSubTypes.Type(value = Request.FmaCeiling.class, name = "fma-ceiling"),
    @JsonSubTypes.Type(value = Request.BandwidthCeiling.class, name = "bandwidth-ceiling"),
    @JsonSubTypes.Type(value = Request.LinkCeiling.class, name = "link-ceiling"),
    @JsonSubTypes.Type(value = Request.MeasureEnergy.class, name = "measure-energy"),
    @JsonSubTypes.Type(value = Request.Audit.class, name = "audit"),
    @JsonSubTypes.Type(value = Request.Settle.class, name = "settle"),
    @JsonSubTypes.Type(value = Request.PrepareSoak.class, name = "prepare-soak"),
    @JsonSubTypes.Type(value = Request.Soak.class, name = "soak"),
    @JsonSubTypes.Type(value = Request.Survey.class, name = "survey"),
    @JsonSubTypes.Type(value = Request.Prove.class, name = "prove"),
    @JsonSubTypes.Type(value = Request.EstimateAll.class, name = "estimate"),
    @JsonSubTypes.Type(value = Request.TryOut.class, name = "try-out"),
    @JsonSubTypes.Type(value = Request.MultiplyBlock.class, name = "multiply-block")
})
public sealed interface Request {
    /** Does what is asked, in the worker; throws whatever goes wrong. */
    Answer answeredBy(WorkerSession session);

    /** Nothing: answered by {@link Answer.Done} as soon as Java runs. */
    record Greet() implements Request {
        @Override
        public Answer answeredBy(WorkerSession session) {
            return new Answer.Done();
        }
    }

    /** Facts of the computer, answered by {@link Answer.Host}. */
    record DescribeHost() implements Request {
        @Override
        public Answer answeredBy(WorkerSession session) {
            return new Answer.Host(HostProbe.read());
        }
    }

    /** A back end's devices, answered by {@link Answer.Probed}. */
    record Probe(String backend) implements Request {
        @Override
        public Answer answeredBy(WorkerSession session) {
            return session.probe(backend);
        }
    }

    /** Where on the PCI bus the devices of a {@link dev.santoku.backend.Located} sit, answered by {@link Answer.Located}. */
    record Locate(String backend) implements Request {
        @Override
        public Answer answeredBy(WorkerSession session) {
            return session.locate(backend);
        }
    }

    /** A question to a device's compiler, answered by {@link Answer.Compiled}. */
    record AskCompiler(String backend, String device, String question) implements Request {
        @Override
        public Answer answeredBy(WorkerSession session) {
            return session.askCompiler(this);
        }
    }

    /**
     * Open the contender of this worker, answered by {@link Answer.Opened}.
     *
     * @param deviceMemory bytes that products may take of an OpenCL device's memory
     */
    record Open(String backend, String variant, String device, int threads, long deviceMemory) implements Request {
        /** With all of the device's memory. */
        public Open(String backend, String variant, String device, int threads) {
            this(backend, variant, device, threads, OpenOptions.ALL);
        }

        @Override
        public Answer answeredBy(WorkerSession session) {
            return session.open(this);
        }
    }

    /** Draw random inputs of a cell without checking, for a first rate, answered by {@link Answer.Done}. */
    record Load(Precision precision, Shape shape, long seed) implements Request {
        @Override
        public Answer answeredBy(WorkerSession session) {
            return session.load(this);
        }
    }

    /** Check the products of a cell and keep its random inputs, answered by {@link Answer.Checked}. */
    record Check(Precision precision, Shape shape, long seed) implements Request {
        @Override
        public Answer answeredBy(WorkerSession session) {
            return session.check(this);
        }
    }

    /**
     * Warm up on the inputs at hand until the times are stable, answered by {@link Answer.Warmed}.
     *
     * @param least seconds to spend at least
     * @param most seconds after which no further product is begun
     */
    record Warm(double least, double most) implements Request {
        @Override
        public Answer answeredBy(WorkerSession session) {
            return new Answer.Warmed(session.cell().warm(least, most));
        }
    }

    /**
     * Take samples, answered by {@link Answer.Sampled}.
     *
     * @param seconds after which no further sample is begun; one is always taken
     */
    record Sample(double seconds) implements Request {
        @Override
        public Answer answeredBy(WorkerSession session) {
            return new Answer.Sampled(session.cell().sample(seconds));
        }
    }

    /** Measure the most operations a second that the device can do now, answered by {@link Answer.Rate}. */
    record FmaCeiling(Precision precision) implements Request {
        @Override
        public Answer answeredBy(WorkerSession session) {
            return Answer.Rate.of(session.multiplier().fmaCeiling(precision));
        }
    }

    /** Measure the most bytes a second that the device can move now, answered by {@link Answer.Rate}. */
    record BandwidthCeiling() implements Request {
        @Override
        public Answer answeredBy(WorkerSession session) {
            return Answer.Rate.of(session.multiplier().bandwidthCeiling());
        }
    }

    /** Measure the way to the device and back, answered by {@link Answer.Link}. */
    record LinkCeiling() implements Request {
        @Override
        public Answer answeredBy(WorkerSession session) {
            return new Answer.Link(session.multiplier().linkCeiling().orElse(null));
        }
    }

    /**
     * Compute products on the inputs at hand for as long as a counter of energy needs, and verify them, answered by
     * {@link Answer.Energy}.
     *
     * @param pciAddress of the device that the counter belongs to; null where it belongs to the CPU
     */
    record MeasureEnergy(EnergySource source, String pciAddress) implements Request {
        @Override
        public Answer answeredBy(WorkerSession session) {
            return session.energy(this);
        }
    }

    /** Compute the cell's product a few times more for its clocks, answered by {@link Answer.Audited}. */
    record Audit() implements Request {
        @Override
        public Answer answeredBy(WorkerSession session) {
            return session.audit();
        }
    }

    /** Tell what of the cell was verified, answered by {@link Answer.Settled}; the inputs stay until the next cell. */
    record Settle() implements Request {
        @Override
        public Answer answeredBy(WorkerSession session) {
            return Answer.Settled.of(session.cell().verified(), session.multiplier());
        }
    }

    /**
     * Prepare for a soak on the inputs of the checked cell, answered by {@link Answer.Done}.
     *
     * @param keepGoing whether wrong products will be counted; else the first one will end the soak
     */
    record PrepareSoak(boolean keepGoing) implements Request {
        @Override
        public Answer answeredBy(WorkerSession session) {
            return session.prepareSoak(keepGoing);
        }
    }

    /**
     * Compute products without a pause, and verify each, answered by {@link Answer.Soaked}. The load begins with the first
     * of these requests and goes on between them, until one says that it is the last.
     *
     * @param seconds after which it is answered; at once where the soak has ended
     * @param last whether no product is begun after that
     */
    record Soak(double seconds, boolean last) implements Request {
        @Override
        public Answer answeredBy(WorkerSession session) {
            return session.soak(this);
        }
    }

    /** What can be tuned on a device and what is known about it, answered by {@link Answer.Surveyed}. */
    record Survey(String backend, String device, Precision precision) implements Request {
        @Override
        public Answer answeredBy(WorkerSession session) {
            return session.survey(this);
        }
    }

    /**
     * See that products are computed with what is right, or take something else, answered by {@link Answer.Surveyed}.
     *
     * @param family whose parameters; null for those that are used when none is asked for
     */
    record Prove(String backend, String device, Precision precision, String family) implements Request {
        @Override
        public Answer answeredBy(WorkerSession session) {
            return session.prove(this);
        }
    }

    /**
     * What is to be expected of candidates, answered by {@link Answer.Estimated}.
     *
     * @param sizes at which they will be timed
     */
    record EstimateAll(
            String backend, String device, Precision precision, List<Shape> sizes, List<Candidate> candidates)
            implements Request {
        @Override
        public Answer answeredBy(WorkerSession session) {
            return session.estimate(this);
        }
    }

    /**
     * Time a candidate's computing in turns with the champion's, and check it where it wins a short bout, answered by {@link
     * Answer.TriedOut}. A champion that is its own challenger is checked and timed alone.
     *
     * @param sizes at least one, tried in this order, for so many seconds each
     * @param shortlyFirst whether it has to win a short bout, not verified, before it is checked
     */
    record TryOut(
            String backend,
            String device,
            Precision precision,
            Candidate champion,
            Candidate challenger,
            List<Shape> sizes,
            long seed,
            double seconds,
            boolean shortlyFirst)
            implements Request {
        @Override
        public Answer answeredBy(WorkerSession session) {
            return session.tryOut(this);
        }
    }

    /**
     * Multiply files into a block of a third, answered by {@link Answer.Multiplied}; blocks of the same columns best in turn.
     *
     * @param c a file that is there; the block is overwritten. Null for none
     * @param to a folder that is there; the block becomes a file in it. Null for none
     * @param precision the factors are rounded to that
     * @param verify whether the block is checked before it is written
     */
    record MultiplyBlock(
            StoredMatrix a, StoredMatrix b, StoredMatrix c, String to, Block block, Precision precision, boolean verify)
            implements Request {
        @Override
        public Answer answeredBy(WorkerSession session) {
            return session.multiply(this);
        }
    }
}
