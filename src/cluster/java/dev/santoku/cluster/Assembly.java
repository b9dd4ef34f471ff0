package dev.santoku.cluster;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.santoku.matrix.file.Block;
import dev.santoku.matrix.file.Npy;
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
import java.util.Map;

/** Makes one file of C's blocks, after a manifest of them. C's name appears when C is complete. */
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
    String assemble(List<BlockDone> blocks) throws IOException {
        try (OutputStream out = storage.create(task.folder() + "/manifest.json")) {
            out.write(new ObjectMapper().writeValueAsBytes(manifest(blocks)));
        }
        MessageDigest digest = WriteBlock.sha256();
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

    private Block block(BlockDone done) {
        return grid.ofC(done.block() * grid.r());
    }

    /** Blocks side by side: a row of each in turn. */
    private void copyBand(List<BlockDone> band, OutputStream out) throws IOException {
        List<InputStream> streams = new ArrayList<>();
        List<MessageDigest> digests = new ArrayList<>();
        try {
            for (BlockDone done : band) {
                MessageDigest digest = WriteBlock.sha256();
                digests.add(digest);
                streams.add(
                        new BufferedInputStream(new DigestInputStream(storage.open(done.file()), digest), BUFFER / 8));
            }
            int elementBytes = task.precision().bytes();
            for (int row = 0; row < block(band.get(0)).rows(); row++) {
                for (int i = 0; i < band.size(); i++) {
                    byte[] bytes = new byte[block(band.get(i)).columns() * elementBytes];
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

    private static IOException changed(BlockDone done) {
        return new IOException("%s is not what was written into it".formatted(done.file()));
    }

    private Map<String, Object> manifest(List<BlockDone> blocks) {
        return Map.of(
                "rows", grid.m(),
                "columns", grid.n(),
                "precision", task.precision().storage().label(),
                "grid", grid.toString(),
                "blocks", blocks.stream().map(this::line).toList());
    }

    private Map<String, Object> line(BlockDone done) {
        Block block = block(done);
        return Map.of(
                "row", block.row(),
                "rows", block.rows(),
                "column", block.column(),
                "columns", block.columns(),
                "file", done.file().substring(done.file().lastIndexOf('/') + 1),
                "sha256", done.sha256());
    }
}
