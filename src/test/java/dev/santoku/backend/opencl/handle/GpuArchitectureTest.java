package dev.santoku.backend.opencl.handle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.santoku.backend.Device;
import dev.santoku.backend.opencl.handle.GpuArchitecture.Vendor;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Facts as drivers tell them; those of GPUs that are not here are from the vendors' documents. */
class GpuArchitectureTest {
    private static final Set<String> SUBGROUPS = Set.of("cl_khr_fp64", "cl_intel_required_subgroup_size");

    @ParameterizedTest
    @CsvSource({
        "0x10de, NVIDIA Corporation, NVIDIA",
        "0x1002, 'Advanced Micro Devices, Inc.', AMD",
        "0, AMD, AMD",
        "0x8086, Intel(R) Corporation, INTEL",
        "0x10006, Mesa, OTHER",
        "0, pocl, OTHER"
    })
    void aVendorIsKnownByItsNumberOrItsName(String id, String name, Vendor vendor) {
        assertThat(Vendor.of(Long.decode(id), name)).isEqualTo(vendor);
    }

    @Test
    void nvidiaTellsItsComputeCapability() {
        GpuArchitecture hopper = GpuArchitecture.ofNvidia(9, 0, 32, Set.of());
        assertThat(hopper.name()).isEqualTo("sm_90");
        assertThat(hopper.width()).isEqualTo(32);
        assertThat(GpuArchitecture.ofNvidia(12, 0, 32, Set.of()).name()).isEqualTo("sm_120");
        assertThat(GpuArchitecture.ofNvidia(0, 0, 0, Set.of()).name()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "gfx90a:sramecc+:xnack-, gfx90a",
        "gfx1100, gfx1100",
        "'AMD Radeon RX 7900 XTX (radeonsi, navi31, LLVM 15.0.6)', ''",
        "gfx1100-like, ''",
        "Ellesmere, ''"
    })
    void amdTellsItByItsName(String device, String name) {
        assertThat(GpuArchitecture.ofAmd(device, 64, Set.of()).name()).isEqualTo(name);
    }

    @ParameterizedTest
    @CsvSource({
        "9, 0, skl, 8, false",
        "9, 5, skl, 8, false",
        "12, 0, tgllp, 8, false",
        "12, 2, tgllp, 8, false",
        "12, 55, dg2, 8, true",
        "12, 57, dg2, 8, true",
        "12, 60, pvc, 16, true",
        "12, 71, mtl, 8, true",
        "20, 1, xe2, 16, true",
        "0, 0, '', 8, false"
    })
    void intelTellsTheVersionOfItsArchitecture(long major, long minor, String name, int width, boolean large) {
        GpuArchitecture architecture =
                GpuArchitecture.ofIntel(major << 22 | minor << 14 | 4, List.of(8L, 16L, 32L), SUBGROUPS);
        assertThat(architecture.name()).isEqualTo(name);
        assertThat(architecture.width()).isEqualTo(width);
        assertThat(architecture.hasLargeRegisterFile()).isEqualTo(large);
        assertThat(architecture.takesSubgroupSize()).isTrue();
        assertThat(GpuArchitecture.ofIntel(0, List.of(8L), Set.of()).takesSubgroupSize())
                .isFalse();
    }

    /** Xe 2 does not know 8, and a driver need not tell that it is one. */
    @Test
    void noSubgroupSizeIsAskedForThatTheDriverDoesNotOffer() {
        assertThat(GpuArchitecture.ofIntel(0, List.of(32L, 16L), SUBGROUPS).width())
                .isEqualTo(16);
        assertThat(GpuArchitecture.ofIntel(0, List.of(), SUBGROUPS).takesSubgroupSize())
                .isFalse();
    }

    @Test
    void anotherNumberOfWorkItemsOrShareOfTheDeviceLeavesItWhatItIs() {
        DeviceLimits limits = new DeviceLimits(
                        Device.Kind.GPU,
                        108,
                        1024,
                        new DeviceLimits.Memory(48 << 10, 1, 1, false),
                        new DeviceLimits.Lanes(1, 1),
                        true)
                .of(GpuArchitecture.ofNvidia(8, 0, 32, Set.of()));
        assertThat(limits.withGroupItems(64).architecture().name()).isEqualTo("sm_80");
        assertThat(limits.sharedBy(4).architecture().name()).isEqualTo("sm_80");
    }
}
