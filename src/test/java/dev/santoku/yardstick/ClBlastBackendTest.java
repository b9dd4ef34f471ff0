package dev.santoku.yardstick;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.santoku.backend.Availability;
import dev.santoku.backend.Backend;
import dev.santoku.backend.BackendContract;
import dev.santoku.backend.Backends;
import dev.santoku.backend.Variant;
import dev.santoku.backend.opencl.JoclBackend;
import dev.santoku.matrix.Shape;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClBlastBackendTest extends BackendContract {
    private static final Backend BACKEND = new ClBlastBackend();

    @Override
    protected Backend backend() {
        return BACKEND;
    }

    /** Below some hundred elements a side CLBlast multiplies in place, above it pads into scratch memory. */
    @Override
    protected List<Shape> edges() {
        return List.of(new Shape(127, 129, 128), new Shape(400, 3, 700), new Shape(385, 421, 400));
    }

    @Test
    void isAYardstickOnTheSameDevicesAsJocl() {
        assertThat(Backends.byId("clblast")).containsInstanceOf(ClBlastBackend.class);
        assertThat(backend().yardstick()).isTrue();
        Availability.Available own = (Availability.Available) backend().probe();
        assertThat(own.devices()).isEqualTo(new JoclBackend().probe().devices());
        assertThat(own.obstacles()).as("obstacles of jocl's variants").isEmpty();
        assertThat(own.variants()).as("jocl's choice of a variant").isEmpty();
    }

    @Test
    void refusesAVariantThatItDoesNotHave() {
        assertThatThrownBy(() -> open(new Variant("tiled", "another's")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("clblast has no variant 'tiled'");
    }
}
