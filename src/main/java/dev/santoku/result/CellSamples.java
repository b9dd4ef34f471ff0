package dev.santoku.result;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.santoku.matrix.Precision;
import dev.santoku.matrix.Shape;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * All samples of one measured cell.
 *
 * @param contender with its threads
 * @param arithmetic as in {@link CellResult}
 * @param launches oldest first, each with its turns, oldest first, each with its samples, oldest first
 */
public record CellSamples(
        Contender contender,
        Precision precision,
        Shape shape,
        @JsonInclude(JsonInclude.Include.NON_NULL) Precision arithmetic,
        List<List<List<SampleTimes>>> launches) {
    public CellSamples {
        launches = launches.stream()
                .map(turns -> turns.stream().map(List::copyOf).toList())
                .toList();
    }

    /** Every sample, oldest first. */
    public Stream<SampleTimes> all() {
        return launches.stream().flatMap(List::stream).flatMap(List::stream);
    }

    /** Whether they are this cell's, all that it has. */
    public boolean areOf(CellResult cell) {
        return cell.isOf(precision, shape)
                && contender.toString().equals(cell.contender())
                && Objects.equals(contender.threads(), cell.threads())
                && all().count() == cell.samples();
    }
}
