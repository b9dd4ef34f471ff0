package dev.santoku.backend.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.santoku.backend.BackendException;
import org.junit.jupiter.api.Test;

class KernelLadderTest {
    /** Set by the build where it runs these tests without the module; then nobody may add it by accident. */
    private static final boolean MUST_BE_ABSENT = Boolean.getBoolean("santoku.without-vector");

    @Test
    void withTheModuleTheKernelsAreThoseOnTheVectorApiAndElseTheReasonHasTheCure() {
        assertThat(VectorModule.isPresent() && MUST_BE_ABSENT).isFalse();
        if (VectorModule.isPresent()) {
            assertThat(KernelLadder.vector((precision, bits, defaults) -> defaults)
                            .getClass()
                            .getName())
                    .isEqualTo("dev.santoku.backend.cpu.vector.VectorKernels");
        } else {
            assertThatThrownBy(() -> KernelLadder.vector((precision, bits, defaults) -> defaults))
                    .isInstanceOf(BackendException.class)
                    .hasMessage(VectorModule.refusal());
        }
    }

    @Test
    void theReasonIsOneLineThatSaysWhatToDo() {
        assertThat(VectorModule.refusal()).doesNotContain("\n").contains("jdk.incubator.vector");
        if (VectorModule.canBeHad()) {
            assertThat(VectorModule.refusal()).contains("start Java with --add-modules jdk.incubator.vector");
        } else {
            assertThat(VectorModule.refusal()).contains("use a complete JDK");
        }
    }
}
