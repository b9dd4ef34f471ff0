package dev.santoku.backend.aparapi;

import com.aparapi.Config;
import java.util.Arrays;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Keeps Aparapi's log to those who asked for it: with the system property {@code com.aparapi.logLevel}, which is
 * Aparapi's own, or with a level set for the logger of that name. What it would say reaches the caller as an exception
 * or as {@link dev.santoku.backend.Product#ranOn()}.
 */
final class AparapiLog {
    private static final String NAME = "com.aparapi.logLevel";

    /** Held, since the log manager would forget a logger that nobody holds, and its level with it. */
    private static final Logger LOGGER = Logger.getLogger(NAME);

    private AparapiLog() {}

    /** Silences the log, unless it was asked for. */
    static void quieten() {
        Level asked = LOGGER.getLevel();
        loadConfigWithoutTouchingHandlers();
        if (System.getProperty(NAME) == null) {
            LOGGER.setLevel(asked == null ? Level.OFF : asked);
        }
    }

    /** When it is loaded, Aparapi's configuration sets the level of every handler of the root logger: of the whole program. */
    private static void loadConfigWithoutTouchingHandlers() {
        Handler[] handlers = Logger.getLogger("").getHandlers();
        Level[] levels = Arrays.stream(handlers).map(Handler::getLevel).toArray(Level[]::new);
        if (!Config.getLoggerName().equals(NAME)) {
            throw new IllegalStateException("Aparapi logs to " + Config.getLoggerName() + " now");
        }
        for (int i = 0; i < handlers.length; i++) {
            handlers[i].setLevel(levels[i]);
        }
    }
}
