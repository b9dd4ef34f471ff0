package dev.santoku.backend.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import dev.santoku.backend.Backend;
import dev.santoku.backend.BackendContract;
import dev.santoku.backend.Backends;
import dev.santoku.backend.Device;
import dev.santoku.backend.Multiplier;
import dev.santoku.backend.OpenOptions;
import dev.santoku.backend.Product;
import dev.santoku.backend.Variant;
import dev.santoku.matrix.Inputs;
import dev.santoku.matrix.Precision;
import dev.santoku.matrix.Shape;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SingleBackendTest extends BackendContract {
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

    @ParameterizedTest
    @EnumSource(Precision.class)
    void aWarmProductAllocatesNothing(Precision precision) {
        Inputs inputs = Inputs.uniform(new Shape(50, 60, 300), precision, 1);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        try (Multiplier multiplier =
                        backend().open(Device.cpu(), backend().defaultVariant(Device.cpu()), OpenOptions.defaults());
                Product product = multiplier.prepare(inputs.a(), inputs.b())) {
            product.compute();
            int products = 100;
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int count = 0; count < products; count++) {
                product.compute();
            }
            long allocated = threads.getCurrentThreadAllocatedBytes() - before;
            assertThat(allocated / products).as("bytes per product").isLessThan(100); // one row of C alone has 240
        }
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
        for (Variant variant : backend().variants()) {
            assertThat(backend().threads(Device.cpu(), variant, new OpenOptions(7)))
                    .hasValue(1);
            try (Multiplier multiplier = backend().open(Device.cpu(), variant, new OpenOptions(7))) {
                assertThat(multiplier.fmaCeiling(Precision.F32).orElseThrow()).isPositive();
            }
        }
    }
}
