package dev.santoku.host.energy;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Pattern;

/**
 * The energy of all of a machine's processor packages, by Linux' powercap files, which are there for Intel and AMD and as a
 * rule readable by root alone. Domains within a package, cores and memory, are not added: cores are part of it, and memory
 * has such a domain on few machines. {@code psys}, the whole board, holds the packages and would count them twice.
 *
 * <p>Source: the Linux kernel's documentation, power/powercap.
 */
final class Rapl implements EnergyCounter {
    /** The packages of a machine, not what is within them ({@code intel-rapl:0:0}). AMD's are called so, too. */
    private static final Pattern ZONE = Pattern.compile("intel-rapl:[0-9]+");

    private static final Pattern PACKAGE = Pattern.compile("package-[0-9]+(-die-[0-9]+)?");
    private static final double MICRO = 1e-6;

    private final List<Domain> packages;

    private Rapl(List<Domain> packages) {
        this.packages = packages;
    }

    /**
     * Opens it.
     *
     * @param root stands for {@code /}
     * @return empty unless every package can be read: a part would be a wrong figure
     */
    static Optional<EnergyCounter> open(Path root) {
        List<Domain> packages = new ArrayList<>();
        try (DirectoryStream<Path> zones =
                Files.newDirectoryStream(root.resolve("sys/class/powercap"), Rapl::isPackage)) {
            for (Path zone : zones) {
                packages.add(new Domain(zone));
            }
        } catch (IOException | RuntimeException e) {
            return Optional.empty();
        }
        return packages.isEmpty() ? Optional.empty() : Optional.of(new Rapl(packages));
    }

    private static boolean isPackage(Path zone) throws IOException {
        return ZONE.matcher(zone.getFileName().toString()).matches()
                && PACKAGE.matcher(Files.readString(zone.resolve("name")).strip())
                        .matches();
    }

    @Override
    public OptionalDouble joules() {
        try {
            long micros = 0;
            for (Domain domain : packages) {
                micros += domain.micros();
            }
            return OptionalDouble.of(micros * MICRO);
        } catch (IOException | RuntimeException e) {
            return OptionalDouble.empty();
        }
    }

    /** One package. Its counter begins again at 0 beyond its range, after minutes at the earliest. */
    private static final class Domain {
        private final Path counter;
        private final long range;
        private long last;
        private long sum;

        Domain(Path zone) throws IOException {
            counter = zone.resolve("energy_uj");
            range = number(zone.resolve("max_energy_range_uj"));
            last = number(counter);
        }

        long micros() throws IOException {
            long now = number(counter);
            sum += now >= last ? now - last : now + range - last;
            last = now;
            return sum;
        }

        private static long number(Path file) throws IOException {
            return Long.parseLong(Files.readString(file).strip());
        }
    }
}
