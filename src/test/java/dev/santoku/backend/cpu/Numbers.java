package dev.santoku.backend.cpu;

import java.lang.reflect.Array;

/** Elements of an array of either type, as doubles. */
public final class Numbers {
    private Numbers() {}

    /** An array with the same value everywhere. */
    public static <T> T filled(Class<T> type, int length, double value) {
        T array = type.cast(Array.newInstance(type.getComponentType(), length));
        for (int index = 0; index < length; index++) {
            set(array, index, value);
        }
        return array;
    }

    /** The element, which a float gives without rounding. */
    public static double at(Object array, int index) {
        return Array.getDouble(array, index);
    }

    /** Sets the element, rounded to the array's type. */
    public static void set(Object array, int index, double value) {
        if (array instanceof float[] floats) {
            floats[index] = (float) value;
        } else {
            ((double[]) array)[index] = value;
        }
    }
}
