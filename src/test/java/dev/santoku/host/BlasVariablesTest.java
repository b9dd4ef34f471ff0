package dev.santoku.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class BlasVariablesTest {
    @Test
    void whatChangesABlasIsKnownByItsBeginningAndWhatFindsOneStays() {
        Map<String, String> environment = new TreeMap<>();
        for (String name : Set.of(
                "OPENBLAS_CORETYPE",
                "OPENBLAS_L2_SIZE",
                "OPENBLAS_NUM_THREADS",
                "GOTO_NUM_THREADS",
                "OMP_NUM_THREADS",
                "OMP_PROC_BIND",
                "KMP_AFFINITY",
                "GOMP_CPU_AFFINITY",
                "MKL_NUM_THREADS",
                "MKL_ENABLE_INSTRUCTIONS",
                "BLIS_ARCH_TYPE",
                "AOCL_ENABLE_INSTRUCTIONS",
                "VECLIB_MAXIMUM_THREADS",
                "FLEXIBLAS",
                "CLBLAST_BUILD_OPTIONS",
                "CUBLAS_WORKSPACE_CONFIG",
                "NVIDIA_TF32_OVERRIDE")) {
            environment.put(name, "1");
        }
        Set<String> all = Set.copyOf(environment.keySet());
        for (String name : Set.of("MKLROOT", "AOCL_ROOT", "PATH", "LD_LIBRARY_PATH", "OCL_ICD_VENDORS", "ROMPED_1")) {
            environment.put(name, "1");
        }
        assertThat(BlasVariables.in(environment)).isEqualTo(all);
    }

    @Test
    void aLineNamesThemAndHowToKeepThem() {
        assertThat(BlasVariables.told(Set.of())).isEmpty();
        assertThat(BlasVariables.told(BlasVariables.in(Map.of("OMP_NUM_THREADS", "1", "BLIS_NT", "2", "HOME", "/"))))
                .hasValue("set aside for yardsticks, since they change what a BLAS does: BLIS_NT, OMP_NUM_THREADS;"
                        + " --yardstick-env keeps them");
    }
}
