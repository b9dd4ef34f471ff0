package dev.santoku.backend;

import java.util.Map;

/**
 * A {@link Backend} that knows its devices by their drivers' own handles: another binding in the same process finds out by
 * them which of its devices is which, whatever either leaves out and in whatever order it asks.
 */
public interface Identified {
    /** Devices by handle, which holds for this process alone. May load native code. Never throws. */
    Map<Long, Device> byHandle();
}
