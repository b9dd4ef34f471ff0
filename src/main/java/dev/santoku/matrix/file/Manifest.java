package dev.santoku.matrix.file;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.santoku.matrix.Precision;
import dev.santoku.untrusted.UntrustedJson;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the blocks of a matrix are, as JSON. Readers skip keys that they do not know.
 *
 * @param schema {@link #SCHEMA}
 * @param santoku the version that wrote it; null where it is not known
 * @param dtype {@code <f4} or {@code <f8}, as NumPy says it
 * @param grid how many blocks are one below the other, and how many side by side
 * @param blocks in any order; together the whole matrix
 */
record Manifest(
        String schema,
        String santoku,
        int rows,
        int columns,
        String dtype,
        List<Integer> grid,
        List<StoredBlock> blocks) {
    static final String NAME = "manifest.json";

    private static final String SCHEMA = "santoku/blocks/1";
    private static final Pattern SCHEMAS = Pattern.compile("santoku/blocks/(\\d{1,9})(?:\\..*)?");
    private static final int MOST_BYTES = 64 << 20;
    private static final JsonMapper JSON = UntrustedJson.mapper()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(SerializationFeature.INDENT_OUTPUT)
            .build();

    Manifest {
        blocks = blocks == null
                ? List.of()
                : blocks.stream().filter(Objects::nonNull).toList();
    }

    static Manifest of(int rows, int columns, Precision precision, List<StoredBlock> blocks) {
        String version = Manifest.class.getPackage().getImplementationVersion();
        String dtype = "<f" + precision.storage().bytes();
        return new Manifest(
                SCHEMA,
                version,
                rows,
                columns,
                dtype,
                List.of(tops(blocks).size(), lefts(blocks).size()),
                blocks);
    }

    String toJson() {
        try {
            return JSON.writeValueAsString(this) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a manifest is always JSON", e);
        }
    }

    /**
     * Reads the manifest of a folder, and looks for its blocks.
     *
     * @throws MatrixFileException when it is none, or a block is missing or of another size
     */
    static StoredMatrix open(String folder, FilePlace place) throws IOException {
        Manifest manifest = read(folder, place);
        Precision precision = manifest.check();
        for (StoredBlock block : manifest.blocks) {
            long size = size(folder, block, place);
            if (size != block.end(precision)) {
                throw new MatrixFileException("block %s has %d bytes, and the manifest tells of %d"
                        .formatted(block.file(), size, block.end(precision)));
            }
        }
        return new StoredMatrix(folder, 0, manifest.rows, manifest.columns, precision, false, 0, manifest.blocks);
    }

    private static long size(String folder, StoredBlock block, FilePlace place) throws IOException {
        try {
            return place.size(folder + "/" + block.file());
        } catch (NoSuchFileException | FileNotFoundException e) {
            throw new MatrixFileException("block %s is missing".formatted(block.file()));
        }
    }

    /** @throws MatrixFileException when there is none of this schema; nothing else of it is checked */
    static Manifest read(String folder, FilePlace place) throws IOException {
        byte[] bytes;
        try {
            place.size(folder + "/" + NAME); // refuses a pipe, which would be waited for
            try (InputStream stream = place.open(folder + "/" + NAME)) {
                bytes = stream.readNBytes(MOST_BYTES + 1);
            }
        } catch (NoSuchFileException | FileNotFoundException e) {
            if (place.list(folder).isEmpty()) {
                throw e;
            }
            throw new MatrixFileException("it has no %s: it is no matrix, or not complete".formatted(NAME));
        }
        if (bytes.length > MOST_BYTES) {
            throw new MatrixFileException("its manifest has more than %d MB".formatted(MOST_BYTES >> 20));
        }
        try {
            JsonNode tree = JSON.readTree(bytes);
            Matcher schema = SCHEMAS.matcher(tree.path("schema").asText());
            if (schema.matches() && !schema.group(1).equals("1")) {
                throw new MatrixFileException(
                        "its manifest has version %s: version 1 is known".formatted(schema.group(1)));
            } else if (schema.matches()) {
                return JSON.treeToValue(tree, Manifest.class);
            }
        } catch (JsonProcessingException e) {
            // falls through to the same words
        }
        throw new MatrixFileException("its %s is no manifest of blocks, or is damaged".formatted(NAME));
    }

    /** The precision; where all is in order. */
    private Precision check() throws MatrixFileException {
        if (rows < 1 || columns < 1 || !List.of("<f4", "<f8").contains(String.valueOf(dtype)) || blocks.isEmpty()) {
            throw new MatrixFileException(
                    "its manifest tells of no matrix: rows, columns, blocks, and '<f4' or '<f8' as dtype are wanted");
        }
        for (StoredBlock block : blocks) {
            if (!block.isInFolder()) {
                throw new MatrixFileException(
                        "its manifest has a block without a file, or with one that is not in this folder");
            }
            if (block.rows() < 1
                    || block.columns() < 1
                    || block.offset() < 0
                    || block.crc32c() == null
                    || block.crc32c().size() != block.sums()) {
                throw new MatrixFileException(
                        "block %s: its rows, columns, offset and checksums do not fit".formatted(block.file()));
            }
        }
        checkGrid();
        return dtype.equals("<f4") ? Precision.F32 : Precision.F64;
    }

    /** Each block is one cell of a grid, and each cell one block. */
    private void checkGrid() throws MatrixFileException {
        TreeSet<Integer> tops = tops(blocks);
        TreeSet<Integer> lefts = lefts(blocks);
        boolean whole = tops.first() == 0 && lefts.first() == 0;
        tops.add(rows);
        lefts.add(columns);
        Set<List<Integer>> corners = new HashSet<>();
        for (StoredBlock block : blocks) {
            boolean cell = Integer.valueOf(block.row() + block.rows()).equals(tops.higher(block.row()))
                    && Integer.valueOf(block.column() + block.columns()).equals(lefts.higher(block.column()));
            if (!cell || !corners.add(List.of(block.row(), block.column()))) {
                throw new MatrixFileException(
                        "its blocks overlap or leave a gap: see block %s, of rows from %d and columns from %d on"
                                .formatted(block.file(), block.row(), block.column()));
            }
        }
        if (!whole || corners.size() != (tops.size() - 1) * (lefts.size() - 1)) {
            throw new MatrixFileException("its %d blocks do not make %d×%d elements: some are missing"
                    .formatted(blocks.size(), rows, columns));
        }
    }

    private static TreeSet<Integer> tops(List<StoredBlock> blocks) {
        TreeSet<Integer> tops = new TreeSet<>();
        blocks.forEach(block -> tops.add(block.row()));
        return tops;
    }

    private static TreeSet<Integer> lefts(List<StoredBlock> blocks) {
        TreeSet<Integer> lefts = new TreeSet<>();
        blocks.forEach(block -> lefts.add(block.column()));
        return lefts;
    }
}
