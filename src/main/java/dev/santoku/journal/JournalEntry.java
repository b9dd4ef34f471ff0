package dev.santoku.journal;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.deser.std.StringDeserializer;
import dev.santoku.backend.Device;
import dev.santoku.matrix.Precision;
import dev.santoku.matrix.Shape;
import dev.santoku.plan.Plan;
import dev.santoku.result.Ceiling;
import dev.santoku.result.CellResult;
import dev.santoku.result.CellSamples;
import dev.santoku.result.Contender;
import dev.santoku.result.GpuFacts;
import dev.santoku.result.HostFacts;
import dev.santoku.result.KernelParameters;
import dev.santoku.result.Ladder;
import dev.santoku.result.Machine;
import dev.santoku.result.RunFacts;
import dev.santoku.result.Scaling;
import dev.santoku.result.Speedup;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** What a {@link Journal} holds a line of: the head first, the sizes when they are known, then a group a line. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "entry")
@JsonSubTypes({
    @JsonSubTypes.Type(value = JournalEntry.Head.class, name = "head"),
    @JsonSubTypes.Type(value = JournalEntry.Sizes.class, name = "sizes"),
    @JsonSubTypes.Type(value = JournalEntry.Group.class, name = "group"),
    @JsonSubTypes.Type(value = JournalEntry.Resumption.class, name = "resumption"),
    @JsonSubTypes.Type(value = JournalEntry.Gpus.class, name = "gpus")
})
public sealed interface JournalEntry {
    /**
     * The plan, and what it was made for: whoever goes on with the run must find the same.
     *
     * @param schema {@link Journal#SCHEMA}
     * @param run not finished
     * @param arguments of the command, files with their folders; letter by letter, since files are found again by them
     * @param host of the first part
     * @param devices of the machine
     * @param contenders in the order of the report
     * @param absent those asked for that the machine cannot run
     * @param parameters of kernels that can be tuned
     * @param kernels digests of kernels' sources by {@code backend:variant@device}
     */
    record Head(
            String schema,
            RunFacts run,
            @JsonDeserialize(contentUsing = StringDeserializer.class) List<String> arguments,
            HostFacts host,
            List<Device> devices,
            List<Contender> contenders,
            List<Contender> absent,
            List<KernelParameters> parameters,
            Map<String, String> kernels)
            implements JournalEntry {
        public Head {
            arguments = List.copyOf(arguments);
            devices = List.copyOf(devices);
            contenders = List.copyOf(contenders);
            absent = List.copyOf(absent);
            parameters = List.copyOf(parameters);
            kernels = Map.copyOf(kernels);
        }

        /** The head of a run that begins. */
        public static Head of(RunFacts run, List<String> arguments, Plan plan, Machine machine) {
            return new Head(
                    Journal.SCHEMA,
                    run,
                    arguments,
                    machine.host(),
                    machine.devices(),
                    plan.contenders(),
                    plan.absent().stream().map(Plan.Absent::contender).toList(),
                    plan.parametersOn(machine),
                    plan.kernelDigestsOn(machine));
        }
    }

    /**
     * The sizes, asked for or chosen by a first measured rate.
     *
     * @param left seconds of the budget that were left then
     */
    record Sizes(List<Shape> shapes, double left) implements JournalEntry {
        public Sizes {
            shapes = List.copyOf(shapes);
        }
    }

    /**
     * Everything of one precision and shape, where all contenders have met.
     *
     * @param cells one of each contender
     * @param ceilings the best of the run until then
     * @param losses of contenders whose workers were lost, all of the run until then
     * @param left seconds of the budget that were left then
     * @param samples of the measured cells; empty where nobody asked for them, and where the journal has no room
     */
    record Group(
            Precision precision,
            Shape shape,
            List<CellResult> cells,
            List<Speedup> speedups,
            List<Ladder> ladders,
            List<Scaling> scaling,
            List<Ceiling> ceilings,
            List<Losses> losses,
            double left,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<CellSamples> samples)
            implements JournalEntry {
        public Group {
            cells = List.copyOf(cells);
            speedups = List.copyOf(speedups);
            ladders = List.copyOf(ladders);
            scaling = List.copyOf(scaling);
            ceilings = List.copyOf(ceilings);
            losses = List.copyOf(losses);
            samples = samples == null ? List.of() : List.copyOf(samples);
        }

        public Group withoutSamples() {
            return new Group(precision, shape, cells, speedups, ladders, scaling, ceilings, losses, left, List.of());
        }
    }

    /**
     * A contender that lost workers.
     *
     * @param count how many
     * @param last why the last was lost
     */
    record Losses(Contender contender, int count, String last) {}

    /**
     * The run went on here after an interruption.
     *
     * @param left seconds of the budget that it went on with
     */
    record Resumption(Instant at, double left) implements JournalEntry {}

    /**
     * What drivers' tools told of the GPUs before this part of the run measured anything.
     *
     * @param gpus with what earlier parts saw; at least one
     */
    record Gpus(List<GpuFacts> gpus) implements JournalEntry {
        public Gpus {
            gpus = List.copyOf(gpus);
        }
    }
}
