package dev.santoku.measure;

import dev.santoku.matrix.Precision;
import dev.santoku.matrix.Shape;

/** Where all contenders meet: their cells of one precision and shape. */
record Group(Precision precision, Shape shape) {}
