package dev.santoku.cli.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.santoku.backend.Availability;
import dev.santoku.backend.Backend;
import dev.santoku.backend.Backends;
import dev.santoku.backend.Located;
import dev.santoku.cli.terminal.CommandException;
import dev.santoku.cli.terminal.ExitCode;
import dev.santoku.cli.terminal.Progress;
import dev.santoku.cli.terminal.Terminal;
import dev.santoku.plan.Plan;
import dev.santoku.result.Contender;
import dev.santoku.result.HostFacts;
import dev.santoku.result.Machine;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.commons.cli.DefaultParser;
import org.apache.commons.cli.ParseException;
import org.junit.jupiter.api.Test;

class PlannerTest {
    private final Map<String, Backend> backends = new LinkedHashMap<>();

    PlannerTest() {
        Backends.all().forEach(backend -> backends.put(backend.id(), backend));
    }

    private Planner planner(String... arguments) throws CommandException, ParseException {
        CompareOptions options = CompareOptions.from(new DefaultParser().parse(CompareSyntax.describe(), arguments));
        Progress silent = new Progress(new Terminal(System.out, System.err, Map.of()), true);
        return new Planner(options, backends, Optional.empty(), Optional.empty(), silent);
    }

    private List<String> probed(String... arguments) throws CommandException, ParseException {
        return planner(arguments).probed().stream().map(Backend::id).toList();
    }

    @Test
    void nobodyIsAskedWhoseAnswerDecidesNothing() throws Exception {
        assertThat(probed("--backends", "single:naive")).containsExactly("single");
        assertThat(probed("--backends", "single", "--self-check")).containsExactly("single");
        assertThat(probed("--self-check")).containsExactly("single");
        assertThat(probed())
                .contains("single", "pool", "jocl", "aparapi")
                .doesNotContain("openblas", "clblast", "cublas");
    }

    @Test
    void whoTellsTheCeilingsOfAnotherIsAskedToo() throws Exception {
        assertThat(probed("--backends", "aparapi")).containsExactly("jocl", "aparapi");
        assertThat(probed("--backends", "cublas")).containsExactly("jocl", "cublas");
        assertThat(probed("--backends", "single,clblast")).containsExactly("single", "clblast");
        assertThat(backends.get("clblast")).as("tells where a GPU sits").isInstanceOf(Located.class);
        assertThat(probed("--backends", "jocl@cl1", "--yardsticks")).contains("clblast", "cublas", "openblas");
    }

    @Test
    void allAreAskedWhereTheAnswerDependsOnWhatTheMachineHas() throws Exception {
        List<String> all = new ArrayList<>(backends.keySet());
        assertThat(probed("--list")).isEqualTo(all);
        assertThat(probed("--backends", "single", "--require", "gpu")).isEqualTo(all);
        assertThat(probed("--backends", "single", "--devices", "cpu")).isEqualTo(all);
    }

    @Test
    void aLadderHasEachVariantOnEachNumberOfThreadsOnce() throws Exception {
        Backend pool = backends.get("pool");
        Machine machine = new Machine(HostFacts.unknown(), Map.of("pool", pool.probe()));
        List<Contender> expected = pool.variants().stream()
                .flatMap(variant -> Stream.of(1, 2).map(threads -> new Contender("pool", variant.id(), "cpu", threads)))
                .toList();
        Plan plan = planner("--ladder", "--backends", "pool,pool:blocked", "--threads", "1,2")
                .plan(machine);
        assertThat(plan.contenders()).containsExactlyElementsOf(expected);
    }

    @Test
    void aGpuThatIsRequiredIsMissingWhereItsDriverBreaks() {
        Machine machine = new Machine(
                HostFacts.unknown(),
                Map.of("jocl", new Availability.Unavailable("its driver crashed", "look at its log", true)));
        assertThatThrownBy(() -> planner("--require", "gpu").plan(machine))
                .isInstanceOfSatisfying(CommandException.class, thrown -> assertThat(thrown.exitCode())
                        .isEqualTo(ExitCode.MISSING))
                .hasMessageContaining("--require gpu: ")
                .hasMessageContaining("(jocl: its driver crashed; look at its log)");
    }

    @Test
    void aBackEndThatThereIsNotIsLeftToThePlanToRefuse() throws Exception {
        assertThat(probed("--backends", "double,single")).containsExactly("single");
    }
}
