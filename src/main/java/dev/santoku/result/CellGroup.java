package dev.santoku.result;

import dev.santoku.matrix.Precision;
import dev.santoku.matrix.Shape;

/** Where all contenders meet: their cells of one precision and shape. */
public record CellGroup(Precision precision, Shape shape) {
    public static CellGroup of(CellResult cell) {
        return new CellGroup(cell.precision(), cell.shape());
    }
}
