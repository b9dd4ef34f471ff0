package dev.santoku.result;

import static org.assertj.core.api.Assertions.assertThat;

import dev.santoku.backend.Availability;
import dev.santoku.backend.Device;
import dev.santoku.matrix.Precision;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class MachineTest {
    private static Device gpu(String id, String name) {
        String route = id.startsWith("cuda") ? "cuda" : "opencl";
        return new Device(id, Device.Kind.GPU, name, route, null, null, 4, 8L << 30, 2L << 30, Precision.full());
    }

    private static Machine machine(Map<String, String> pciAddresses, Device... devices) {
        Map<String, Availability> availability = new LinkedHashMap<>();
        availability.put("pool", new Availability.Available(List.of(Device.cpu())));
        availability.put("jocl", new Availability.Available(List.of(devices)));
        availability.put("clblast", new Availability.Available(List.of(devices)));
        return new Machine(HostFacts.unknown(), availability, List.of(), pciAddresses);
    }

    private static List<String> routes(Machine machine) {
        return machine.secondRoutes().stream()
                .map(route -> route.device() + " is " + route.first())
                .toList();
    }

    @Test
    void aGpuWithTwoDriversIsFoundByItsPlaceOnTheBus() {
        Device[] devices = Stream.of("cl0", "cl1", "cuda0", "cuda1")
                .map(id -> gpu(id, "one of two"))
                .toArray(Device[]::new);
        Map<String, String> places =
                Map.of("cl0", "0000:02:00.0", "cl1", "0000:01:00.0", "cuda0", "0000:01:00.0", "cuda1", "0000:02:00.0");
        assertThat(routes(machine(places, devices))).containsExactly("cuda0 is cl1", "cuda1 is cl0");
    }

    @Test
    void whereADriverHidesThePlaceTheNameDecides() {
        Map<String, String> places = Map.of("cuda0", "0000:01:00.0", "cl0", "0000:07:00.0");
        Machine machine = machine(places, gpu("cl0", "B"), gpu("cl1", "A"), gpu("cuda0", "A"), gpu("cuda1", "C"));
        assertThat(routes(machine)).containsExactly("cuda0 is cl1");
    }

    @Test
    void withoutASecondDriverThereIsNone() {
        Map<String, String> places = Map.of("cl0", "0000:01:00.0", "cl1", "0000:01:00.0");
        assertThat(routes(machine(places, gpu("cl0", "A"), gpu("cl1", "A")))).isEmpty();
        assertThat(routes(machine(Map.of(), gpu("cuda0", "A")))).isEmpty();
    }
}
