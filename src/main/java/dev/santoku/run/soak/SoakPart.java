package dev.santoku.run.soak;

import dev.santoku.matrix.Precision;
import dev.santoku.matrix.Shape;
import dev.santoku.result.Contender;
import dev.santoku.result.Json;
import dev.santoku.result.Outcome;
import dev.santoku.result.Soak;
import dev.santoku.result.SoakError;
import dev.santoku.worker.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** What one contender did at one precision and size, while it goes on; several threads may look. */
final class SoakPart {
    private static final double HOUR = 3600;

    private final Contender contender;
    private final Precision precision;
    private final List<SoakError> told = new ArrayList<>();
    private final SoakTimeline timeline = new SoakTimeline();
    private Shape shape;
    private String ranOn;
    private Precision arithmetic;
    private Outcome outcome = Outcome.SKIPPED;
    private String reason = "the burn-in ended before its load began";
    private long products;
    private long errors;
    private double seconds;
    private double busySeconds;
    private boolean over;
    private int toldUntilNow;
    private boolean endTold;

    SoakPart(Contender contender, Precision precision) {
        this.contender = contender;
        this.precision = precision;
    }

    synchronized void prepared(Shape chosen, Answer.Checked checked) {
        shape = chosen;
        ranOn = checked.ranOn();
        arithmetic = precision.isReduced() ? checked.arithmetic() : null;
    }

    /** It came to no product, or to no more; what was seen stands, and wrong products stay the worse news. */
    synchronized void ended(Outcome how, String why) {
        over = true;
        reason = errors == 0 ? why : wrongProducts() + "; then it ended: " + why;
        outcome = errors == 0 ? how : Outcome.WRONG;
    }

    private String wrongProducts() {
        return Soak.Part.wrongProducts(errors, products);
    }

    /** @param now seconds since the load began */
    synchronized void add(Answer.Soaked soaked, double now, SoakSensors.Reading sensors) {
        products += soaked.products();
        errors += soaked.errors();
        told.addAll(soaked.told());
        seconds = now;
        busySeconds += soaked.busySeconds();
        outcome = errors == 0 ? Outcome.MEASURED : Outcome.WRONG;
        reason = errors == 0 ? null : wrongProducts();
        timeline.add(new Soak.Point(
                now,
                soaked.products(),
                soaked.seconds() > 0 ? Json.finite(soaked.products() * shape.flops() / soaked.seconds() / 1e9) : null,
                soaked.errors(),
                sensors.clockMHz(),
                sensors.temperatureC(),
                sensors.powerWatts(),
                sensors.slowdowns()));
    }

    /** Whether it goes on. */
    synchronized boolean goesOn() {
        return !over;
    }

    /** Whether something went wrong with it. */
    synchronized boolean isBad() {
        return outcome == Outcome.WRONG || outcome == Outcome.FAILED;
    }

    /** What a user wants to know at once, and does not yet: its first wrong products, and why it goes on no more. */
    synchronized Optional<String> news() {
        String ended = over && !endTold ? reason : null;
        String wrong = toldUntilNow < told.size() ? told.get(toldUntilNow).inWords() : null;
        toldUntilNow = told.size();
        endTold = over;
        return Stream.of(wrong, ended).filter(Objects::nonNull).reduce((one, other) -> one + "; " + other);
    }

    synchronized Soak.Part soFar() {
        return new Soak.Part(
                contender.toString(),
                contender.device(),
                contender.threads(),
                precision,
                shape,
                outcome,
                reason,
                ranOn,
                products,
                seconds,
                seconds > 0 ? Math.min(1, busySeconds / seconds) : null,
                errors,
                seconds > 0 ? errors * HOUR / seconds : null,
                told.isEmpty() ? null : told.get(0),
                told.isEmpty() ? List.of() : told.subList(1, told.size()),
                timeline.points(),
                arithmetic);
    }
}
