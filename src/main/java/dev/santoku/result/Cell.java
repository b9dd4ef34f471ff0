package dev.santoku.result;

import dev.santoku.matrix.Precision;
import dev.santoku.matrix.Shape;

/** What is measured: a contender, a precision and a shape. */
public record Cell(Contender contender, Precision precision, Shape shape) {
    @Override
    public String toString() {
        return contender.inWords() + " " + precision + " " + shape;
    }
}
