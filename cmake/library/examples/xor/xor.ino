// Learns exclusive or on the board, from its four cases, and then says over and over what it makes of each.
// No heap: the network and all that training needs beside it stand in memory that is set aside beforehand.
#include <trilobite.hpp>

using net_type = trilobite::network<trilobite::input<2>, trilobite::dense<8>, trilobite::tanh, trilobite::dense<1>,
                                    trilobite::sigmoid>;
using trilobite::adam;

const float inputs[4][2] = {{0, 0}, {0, 1}, {1, 0}, {1, 1}};
const float targets[4] = {0, 1, 1, 0};

net_type net;
trilobite::training_state<net_type, adam> state;
trilobite::working_memory<net_type, 4, true> memory;

void setup() {
    Serial.begin(115200);
    trilobite::initialise(net, 1);
    for (int step = 0; step < 300; ++step)
        trilobite::train_step(net, trilobite::binary_cross_entropy{}, adam{.learning_rate = 0.05f}, state, memory, 4,
                              [](std::size_t row, float* x, float* y) {
                                  x[0] = inputs[row][0];
                                  x[1] = inputs[row][1];
                                  y[0] = targets[row];
                              });
}

void loop() {
    for (const auto& input : inputs) {
        Serial.print(input[0], 0);
        Serial.print(" xor ");
        Serial.print(input[1], 0);
        Serial.print(" = ");
        Serial.println(trilobite::predict(net, input)[0], 9);
    }
    delay(5000);
}
