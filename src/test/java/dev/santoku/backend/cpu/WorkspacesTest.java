package dev.santoku.backend.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import dev.santoku.backend.cpu.kernel.ScalarKernels;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

class WorkspacesTest {
    private final ScalarKernels scalar = new ScalarKernels();
    private final Workspaces<float[]> workspaces = new Workspaces<>(new FloatElements(), scalar.floats());

    @Test
    void smallProductsOfAnyKindAddUpUntilKernelsAreCompiled() {
        double third = Workspaces.FLOPS_WORTH_COMPILING / 3 + 1;
        BooleanSupplier neverAsked = () -> {
            throw new AssertionError("too early");
        };
        for (int round = 0; round < 2; round++) {
            assertThat(workspaces.warm(third, neverAsked)).isFalse();
            assertThat(workspaces.warm(third, neverAsked)).isFalse();
            assertThat(workspaces.warm(third, () -> false))
                    .as("compiled before")
                    .isTrue();
            assertThat(workspaces.warm(1, () -> true)).as("in its place").isTrue();
        }
    }

    @Test
    void whatIsGivenBackIsTakenAgainAndNothingIsTakenTwice() {
        Workspace<float[]> first = workspaces.take();
        Workspace<float[]> second = workspaces.take();
        assertThat(second).isNotSameAs(first);
        workspaces.giveBack(first);
        workspaces.giveBack(second);
        Set<Workspace<float[]>> again = Collections.newSetFromMap(new IdentityHashMap<>());
        again.add(workspaces.take());
        again.add(workspaces.take());
        assertThat(again).containsExactlyInAnyOrder(first, second);
    }
}
