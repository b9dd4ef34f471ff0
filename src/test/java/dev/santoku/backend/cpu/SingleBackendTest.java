package dev.santoku.backend.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.santoku.backend.Backend;
import dev.santoku.backend.Backends;
import dev.santoku.backend.Device;
import dev.santoku.backend.Multiplier;
import dev.santoku.backend.OpenOptions;
import dev.santoku.backend.Variant;
import dev.santoku.matrix.Precision;
import dev.santoku.matrix.Shape;
import java.util.List;
import org.junit.jupiter.api.Test;

class SingleBackendTest extends CpuBackendContract {
    @Override
    protected Backend backend() {
        return new SingleBackend();
    }

    @Override
    protected List<Shape> edges() {
        return Edges.OF_BLOCKS;
    }

    @Test
    void isFoundByItsName() {
        assertThat(Backends.byId("single")).containsInstanceOf(SingleBackend.class);
    }

    @Test
    void refusesAVariantThatItDoesNotHave() {
        assertThatThrownBy(
                        () -> backend().open(Device.cpu(), new Variant("tiled", "another's"), OpenOptions.defaults()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("single has no variant 'tiled'");
    }

    @Test
    void itsThreadIsOneAndItsVariantsMeasureWhatItCanDo() {
        for (Variant variant : variants().toList()) {
            assertThat(backend().threads(Device.cpu(), variant, new OpenOptions(7)))
                    .hasValue(1);
            try (Multiplier multiplier = backend().open(Device.cpu(), variant, new OpenOptions(7))) {
                assertThat(multiplier.fmaCeiling(Precision.F32).orElseThrow()).isPositive();
            }
        }
    }
}
