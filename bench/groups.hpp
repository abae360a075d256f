#pragma once
/// The groups of benchmarks, a file each.

namespace bench {

void add_training_steps();
void add_epochs();
void add_predictions();
void add_dense_kernels();
void add_layouts();
void add_optimizers();
void add_images();

}
