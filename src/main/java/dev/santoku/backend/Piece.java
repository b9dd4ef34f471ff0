package dev.santoku.backend;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Some compute units of a device, as a device of its own: {@code cl0:2} are the first two of {@code cl0}, {@code cl0:2from4} the
 * two behind the first four.
 *
 * @param device whose they are
 * @param units how many, at least 1
 * @param from how many come before them
 */
public record Piece(String device, int units, int from) {
    private static final Pattern NAME = Pattern.compile("([a-z]+[0-9]*):([1-9][0-9]{0,5})(?:from([1-9][0-9]{0,5}))?");

    /** The piece of a name; empty where it is not that of a piece. */
    public static Optional<Piece> of(String name) {
        Matcher matcher = NAME.matcher(name);
        return matcher.matches()
                ? Optional.of(new Piece(
                        matcher.group(1),
                        Integer.parseInt(matcher.group(2)),
                        matcher.group(3) == null ? 0 : Integer.parseInt(matcher.group(3))))
                : Optional.empty();
    }

    /** The same number of units behind so many. */
    public Piece behind(int units) {
        return new Piece(device, this.units, units);
    }

    /** As a device; empty where none of these has so many units. */
    public Optional<Device> in(List<Device> devices) {
        return devices.stream()
                .filter(whole -> whole.id().equals(device)
                        && whole.computeUnits() != null
                        && (long) from + units <= whole.computeUnits())
                .map(whole -> whole.piece(toString(), units))
                .findFirst();
    }

    /** Its name, which {@link #of} reads. */
    @Override
    public String toString() {
        return from == 0 ? "%s:%d".formatted(device, units) : "%s:%dfrom%d".formatted(device, units, from);
    }
}
