package dev.santoku.backend.cpu;

class ScalarFmaTest extends FmaLoopsContract {
    @Override
    protected FmaLoops loops() {
        return new ScalarFma();
    }
}
