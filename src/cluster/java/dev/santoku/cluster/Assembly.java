package dev.santoku.cluster;

import dev.santoku.matrix.file.Npy;
import dev.santoku.matrix.file.StoredBlock;
import dev.santoku.plan.Grid;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.DigestInputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/** Makes one file of C's blocks. C's name appears when C is complete. */
final class Assembly {
    private static final int BUFFER = 1 << 20;

    private final ProductTask task;
    private final Grid grid;
    private final Storage storage = new Storage();

    Assembly(ProductTask task, Grid grid) {
        this.task = task;
        this.grid = grid;
    }

    /**
     * Puts them together.
     *
     * @param blocks all of them, in their order
     * @return SHA-256 of C's elements
     * @throws IOException when a block is not what was written, or C cannot be written
     */
    String assemble(List<StoredBlock> blocks) throws IOException {
        MessageDigest digest = StoredBlock.newDigest();
        storage.replace(task.c().output(), task.c().unfinished(), file -> {
            if (task.c().output().toLowerCase(Locale.ROOT).endsWith(".npy")) {
                file.write(Npy.header(grid.m(), grid.n(), task.precision().storage()));
            }
            OutputStream elements = new DigestOutputStream(file, digest);
            for (int row = 0; row < grid.p(); row++) {
                copyBand(blocks.subList(row * grid.q(), (row + 1) * grid.q()), elements);
            }
        });
        return HexFormat.of().formatHex(digest.digest());
    }

    /** Blocks side by side: a row of each in turn. */
    private void copyBand(List<StoredBlock> band, OutputStream out) throws IOException {
        List<InputStream> streams = new ArrayList<>();
        List<MessageDigest> digests = new ArrayList<>();
        try {
            for (StoredBlock done : band) {
                MessageDigest digest = StoredBlock.newDigest();
                digests.add(digest);
                InputStream stream =
                        new BufferedInputStream(new DigestInputStream(storage.open(path(done)), digest), BUFFER / 8);
                streams.add(stream);
                if (stream.readNBytes((int) done.offset()).length < done.offset()) {
                    throw changed(done);
                }
            }
            int elementBytes = task.precision().bytes();
            for (int row = 0; row < band.get(0).rows(); row++) {
                for (int i = 0; i < band.size(); i++) {
                    byte[] bytes = new byte[band.get(i).columns() * elementBytes];
                    if (streams.get(i).readNBytes(bytes, 0, bytes.length) < bytes.length) {
                        throw changed(band.get(i));
                    }
                    out.write(bytes);
                }
            }
            for (int i = 0; i < band.size(); i++) {
                String sum = HexFormat.of().formatHex(digests.get(i).digest());
                if (streams.get(i).read() >= 0 || !sum.equals(band.get(i).sha256())) {
                    throw changed(band.get(i));
                }
            }
        } finally {
            for (InputStream stream : streams) {
                stream.close();
            }
        }
    }

    private String path(StoredBlock block) {
        return task.folder() + "/" + block.file();
    }

    private IOException changed(StoredBlock block) {
        return new IOException("%s is not what was written into it".formatted(path(block)));
    }
}
