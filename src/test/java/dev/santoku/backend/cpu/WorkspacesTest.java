package dev.santoku.backend.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class WorkspacesTest {
    private final ScalarKernels scalar = new ScalarKernels();
    private final Workspaces<float[]> workspaces = new Workspaces<>(new FloatElements(), scalar.floats());

    @Test
    void smallProductsOfAnyKindAddUpUntilKernelsAreCompiled() {
        double third = Workspaces.FLOPS_WORTH_COMPILING / 3 + 1;
        for (boolean expected : List.of(false, false, true, true)) {
            assertThat(workspaces.areWorthCompiling(third)).isEqualTo(expected);
        }
        workspaces.compiled();
        assertThat(workspaces.areWorthCompiling(third)).isFalse();
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
