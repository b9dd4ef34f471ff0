package dev.santoku.result.file;

import dev.santoku.backend.Sharing;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;

/** What a cell must hold of processors that share its products; see {@link ResultCheck}. */
final class SharingCheck {
    private SharingCheck() {}

    /** @param rows of C */
    static void check(Sharing sharing, int rows, String place) throws RefusedFileException {
        ResultCheck.require(
                sharing.products() > 0
                        && PlausibleNumbers.isPositive(sharing.seconds())
                        && !sharing.parts().isEmpty()
                        && sharing.parts().stream().allMatch(SharingCheck::isWhole),
                place + "sharing is incomplete or impossible");
        Set<String> devices = sharing.parts().stream().map(Sharing.Part::device).collect(Collectors.toSet());
        Sharing.Run run = sharing.typical();
        ResultCheck.require(
                run != null
                        && PlausibleNumbers.isPositive(run.seconds())
                        && run.leftOut() >= 0
                        && run.tiles().size() <= Sharing.MOST_TILES
                        && run.tiles().stream()
                                .allMatch(tile -> isWhole(tile, rows) && devices.contains(tile.device())),
                place + "sharing/typical is incomplete or impossible");
    }

    private static boolean isWhole(Sharing.Part part) {
        return part.device() != null
                && PlausibleNumbers.isUnknownOrWithin(part.rows(), 0, 1)
                && PlausibleNumbers.isDuration(part.tiles())
                && PlausibleNumbers.isDuration(part.compute())
                && (part.transfer() == null || PlausibleNumbers.isDuration(part.transfer()))
                && PlausibleNumbers.isDuration(part.idle());
    }

    private static boolean isWhole(Sharing.Tile tile, int rows) {
        double[] times = {tile.begin(), tile.uploaded(), tile.computed(), tile.downloaded(), tile.end()};
        boolean inOrder = times[0] >= 0;
        for (int i = 1; i < times.length; i++) {
            inOrder &= times[i] >= times[i - 1];
        }
        return inOrder
                && DoubleStream.of(times).allMatch(PlausibleNumbers::isDuration)
                && tile.rows() > 0
                && tile.fromRow() >= 0
                && (long) tile.fromRow() + tile.rows() <= rows;
    }
}
