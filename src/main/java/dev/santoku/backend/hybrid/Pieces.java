package dev.santoku.backend.hybrid;

import dev.santoku.backend.Device;
import dev.santoku.backend.Piece;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Devices, and pieces of devices, by the names that a user writes. */
final class Pieces {
    private Pieces() {}

    /**
     * The devices of names, in the order of the known ones. Pieces of one device follow each other in it: {@code cl0:1} and {@code
     * cl0:1} are its first unit and its second.
     *
     * @return empty where one of them does not exist, or two share a unit
     */
    static Optional<List<Device>> of(List<Device> known, List<String> names) {
        List<Device> found = new ArrayList<>();
        for (Device whole : known) {
            int taken = 0;
            for (String name : names) {
                Optional<Piece> piece =
                        Piece.of(name).filter(named -> named.device().equals(whole.id()));
                if (name.equals(whole.id())) {
                    found.add(whole);
                    taken = Integer.MAX_VALUE;
                } else if (piece.isPresent()) {
                    Piece mine = piece.get().from() == 0 ? piece.get().behind(taken) : piece.get();
                    if (mine.from() < taken) {
                        return Optional.empty();
                    }
                    mine.in(known).ifPresent(found::add);
                    taken = mine.from() + mine.units();
                }
            }
        }
        Set<String> ids = new HashSet<>();
        found.forEach(device -> ids.add(device.id()));
        return ids.size() == names.size() ? Optional.of(found) : Optional.empty();
    }

    /** Whether these have units of the CPU of their own: each has a part of them, and all together no more than there are. */
    static boolean areApart(List<Device> known, List<Device> devices) {
        int units = known.stream()
                .filter(device -> device.kind() == Device.Kind.CPU && device.computeUnits() != null)
                .mapToInt(Device::computeUnits)
                .max()
                .orElse(0);
        return devices.stream().allMatch(device -> Piece.of(device.id()).isPresent())
                && devices.stream().mapToInt(Device::computeUnits).sum() <= units;
    }
}
