package dev.santoku.matrix.file;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.IntPredicate;

/** The words of a text, whose lines may be of any length. Lines that begin with {@code %} are comments. */
final class Words implements Closeable {
    private static final int LONGEST = 1024;
    private static final int BUFFER = 1 << 16;
    private static final int END = -1;

    private final InputStream stream;
    private final byte[] buffer = new byte[BUFFER];
    private final byte[] word = new byte[LONGEST];
    private int at;
    private int filled;
    private int previous = '\n';
    private long line = 1;
    private long lineOfWord = 1;

    Words(InputStream stream) {
        this.stream = stream;
    }

    /** The line on which the last word stands, from 1. */
    long line() {
        return lineOfWord;
    }

    /** The rest of the line, comment or not. */
    String restOfLine() throws IOException {
        return collect(read(), character -> character != '\n' && character != END);
    }

    /** The next word; empty at the end. */
    String next() throws IOException {
        int character = readPastComment();
        while (character != END && character <= ' ') {
            character = readPastComment();
        }
        return collect(character, candidate -> candidate > ' ');
    }

    private int readPastComment() throws IOException {
        boolean begins = previous == '\n';
        int character = read();
        if (begins && character == '%') {
            while (character != END && character != '\n') {
                character = read();
            }
        }
        return character;
    }

    private String collect(int first, IntPredicate belongs) throws IOException {
        lineOfWord = line;
        int length = 0;
        for (int character = first; belongs.test(character); character = read()) {
            if (length == LONGEST) {
                throw new MatrixFileException(
                        "line %d: a word has more than %d characters".formatted(lineOfWord, LONGEST));
            }
            word[length++] = (byte) character;
        }
        return new String(word, 0, length, StandardCharsets.ISO_8859_1);
    }

    private int read() throws IOException {
        if (at == filled) {
            at = 0;
            filled = Math.max(0, stream.read(buffer));
            if (filled == 0) {
                return END;
            }
        }
        previous = buffer[at++] & 0xff;
        if (previous == '\n') {
            line++;
        }
        return previous;
    }

    @Override
    public void close() throws IOException {
        stream.close();
    }
}
