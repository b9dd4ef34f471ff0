package dev.santoku.worker;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.santoku.backend.Audit;
import dev.santoku.backend.Availability;
import dev.santoku.backend.ClusterCost;
import dev.santoku.backend.CompilerAnswer;
import dev.santoku.backend.Device;
import dev.santoku.backend.Estimate;
import dev.santoku.backend.LinkCeiling;
import dev.santoku.backend.Multiplier;
import dev.santoku.backend.Sharing;
import dev.santoku.backend.Tunable;
import dev.santoku.matrix.Precision;
import dev.santoku.matrix.Shape;
import dev.santoku.matrix.file.StoredBlock;
import dev.santoku.result.CellResult;
import dev.santoku.result.EnergyBurst;
import dev.santoku.result.HostFacts;
import dev.santoku.result.Json;
import dev.santoku.result.SampleTimes;
import dev.santoku.result.SoakError;
import dev.santoku.result.Verified;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** What a worker answers to a {@link Request}. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "answer")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Answer.Host.class, name = "host"),
    @JsonSubTypes.Type(value = Answer.Probed.class, name = "probed"),
    @JsonSubTypes.Type(value = Answer.Located.class, name = "located"),
    @JsonSubTypes.Type(value = Answer.Compiled.class, name = "compiled"),
    @JsonSubTypes.Type(value = Answer.Opened.class, name = "opened"),
    @JsonSubTypes.Type(value = Answer.Checked.class, name = "checked"),
    @JsonSubTypes.Type(value = Answer.Warmed.class, name = "warmed"),
    @JsonSubTypes.Type(value = Answer.Sampled.class, name = "sampled"),
    @JsonSubTypes.Type(value = Answer.Rate.class, name = "rate"),
    @JsonSubTypes.Type(value = Answer.Surveyed.class, name = "surveyed"),
    @JsonSubTypes.Type(value = Answer.Estimated.class, name = "estimated"),
    @JsonSubTypes.Type(value = Answer.TriedOut.class, name = "tried-out"),
    @JsonSubTypes.Type(value = Answer.Link.class, name = "link"),
    @JsonSubTypes.Type(value = Answer.Energy.class, name = "energy"),
    @JsonSubTypes.Type(value = Answer.Audited.class, name = "audited"),
    @JsonSubTypes.Type(value = Answer.Settled.class, name = "settled"),
    @JsonSubTypes.Type(value = Answer.Soaked.class, name = "soaked"),
    @JsonSubTypes.Type(value = Answer.Multiplied.class, name = "multiplied"),
    @JsonSubTypes.Type(value = Answer.Done.class, name = "done"),
    @JsonSubTypes.Type(value = Answer.Refused.class, name = "refused")
})
public sealed interface Answer {
    /** The computer. */
    record Host(HostFacts facts) implements Answer {}

    /**
     * A back end's devices.
     *
     * @param devices empty when unavailable
     * @param reason why there are none, or null
     * @param cure what mends it, or null
     * @param obstacles of variants that cannot run though others can, by id
     * @param variants to take when none is asked for, by the device's id
     * @param notes what a user should know of a device, by its id
     */
    record Probed(
            List<Device> devices,
            String reason,
            String cure,
            Map<String, Availability.Unavailable> obstacles,
            Map<String, String> variants,
            Map<String, String> notes)
            implements Answer {
        static Probed of(Availability availability) {
            if (availability instanceof Availability.Unavailable unavailable) {
                return new Probed(
                        unavailable.devices(), unavailable.reason(), unavailable.cure(), Map.of(), Map.of(), Map.of());
            }
            Availability.Available available = (Availability.Available) availability;
            return new Probed(
                    available.devices(), null, null, available.obstacles(), available.variants(), available.notes());
        }
    }

    /** Places on the PCI bus, by device id. */
    record Located(Map<String, String> pciAddresses) implements Answer {}

    /** What became of a question to a compiler. */
    record Compiled(CompilerAnswer answer) implements Answer {}

    /**
     * The contender is open.
     *
     * @param seconds that opening took
     */
    record Opened(double seconds) implements Answer {}

    /**
     * The cell's products are right.
     *
     * @param ranOn the device that really ran
     * @param firstProductSeconds to prepare and compute the first product, in which kernels may have been built
     * @param arithmetic what they were computed in
     */
    record Checked(
            CellResult.Check check,
            String ranOn,
            double firstProductSeconds,
            Precision arithmetic,
            boolean mayExceedCeiling)
            implements Answer {}

    /**
     * Warm.
     *
     * @param seconds of one product, end to end
     */
    record Warmed(double seconds) implements Answer {}

    /** Samples, oldest first. */
    record Sampled(List<SampleTimes> samples) implements Answer {}

    /**
     * A rate.
     *
     * @param giga 10⁹ operations or bytes a second; null where this multiplier cannot tell
     */
    record Rate(Double giga) implements Answer {
        static Rate of(OptionalDouble giga) {
            return new Rate(giga.isPresent() ? Json.finite(giga.getAsDouble()) : null);
        }
    }

    /** What can be tuned. */
    record Surveyed(Tunable.Survey survey) implements Answer {}

    /** What is to be expected of candidates, in the order in which they were asked for. */
    record Estimated(List<Estimate> estimates) implements Answer {}

    /**
     * The challenger is slower than the champion, or its products are right.
     *
     * @param abandoned whether it lost the first bout, or was so slow later that it was not timed to the end
     * @param bouts a bout for each size that was reached
     */
    record TriedOut(boolean abandoned, List<Bout> bouts) implements Answer {}

    /**
     * The way to the device.
     *
     * @param ceiling null where data goes nowhere or this multiplier cannot tell
     */
    record Link(LinkCeiling ceiling) implements Answer {}

    /**
     * What products took.
     *
     * @param burst null where the counter is not there, may not be read, or stood still
     */
    record Energy(EnergyBurst burst) implements Answer {}

    /**
     * How the cell's matrices travelled, and what two clocks say.
     *
     * @param audit null where this multiplier cannot tell
     */
    record Audited(Audit audit) implements Answer {}

    /**
     * All products of the cell so far were right.
     *
     * @param remarks on them, a line each
     * @param losses those that tell of a device that was lost
     * @param sharing how processors shared them; null where one computes alone
     * @param cluster what they cost on a cluster; null where there is none
     */
    record Settled(Verified verified, List<String> remarks, List<String> losses, Sharing sharing, ClusterCost cluster)
            implements Answer {
        static Settled of(Verified verified, Multiplier multiplier) {
            return new Settled(
                    verified,
                    multiplier.remarks(),
                    multiplier.losses(),
                    multiplier.sharing().orElse(null),
                    multiplier.clusterCost().orElse(null));
        }
    }

    /**
     * What came of a soak since the last answer, or since it began.
     *
     * @param products that were verified, wrong ones included
     * @param seconds from the end of the last product before these to the end of the last of them
     * @param busySeconds in which the device computed at least one product
     * @param errors products that were wrong
     * @param told the first few wrong ones of the whole soak, as far as they are not told yet
     */
    record Soaked(long products, double seconds, double busySeconds, long errors, List<SoakError> told)
            implements Answer {}

    /**
     * The block is written.
     *
     * @param seconds from the factors on the heap to the block on the heap
     * @param ranOn the device that really ran
     * @param written the file of the block, or null where it has none of its own
     */
    record Multiplied(double seconds, String ranOn, StoredBlock written) implements Answer {}

    /** Nothing to tell. */
    record Done() implements Answer {}

    /**
     * It could not be done.
     *
     * @param reason one line; the stack trace is in the worker's log
     */
    public record Refused(Kind kind, String reason) implements Answer {}

    /** Why a request was refused. */
    enum Kind {
        /** This device cannot compute this product. */
        UNSUPPORTED,
        /** The product is wrong. */
        WRONG,
        /** What is to be read from a file cannot be, or does not suit what is asked. */
        INPUT,
        /** A file cannot be written. */
        OUTPUT,
        /** Anything else. */
        FAILED
    }

    /**
     * Times of computing one product, in seconds, taken in turns.
     *
     * @param champion at least one
     * @param challenger as many
     */
    record Bout(Shape size, List<Double> champion, List<Double> challenger) {}
}
