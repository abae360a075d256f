// The book's networks over images, as types: what each layer makes of them, and how many parameters they have.
#include <trilobite/trilobite.hpp>

using namespace trilobite;

using lenet = network<input<28, 28, 1>, conv2d<32, 3>, relu, conv2d<64, 3>, relu, max_pool2d<2>, dropout<0.25>, flatten,
                      dense<128>, relu, dropout<0.5>, dense<10>, softmax>;
static_assert(lenet::shapes[1] == shape{26, 26, 32} && lenet::shapes[3] == shape{24, 24, 64});
static_assert(lenet::shapes[5] == shape{12, 12, 64} && lenet::shapes[7] == shape{9216});
static_assert(lenet::parameter_count == 1'199'882);

// Flowers of 17 kinds, 224 x 224 pixels of three colours.
using alexnet =
    network<input<224, 224, 3>,                                                                               //
            conv2d<96, 11, 4>, relu, max_pool2d<3, 2>, batch_norm<>,                                          //
            conv2d<256, 5>, relu, max_pool2d<3, 2>, batch_norm<>,                                             //
            conv2d<256, 3>, relu, conv2d<384, 3>, relu, conv2d<384, 3>, relu, max_pool2d<3, 2>, batch_norm<>, //
            flatten, dense<4096>, trilobite::tanh, dropout<0.5>, dense<4096>, trilobite::tanh, dropout<0.5>, dense<17>,
            softmax>;
static_assert(alexnet::shapes[1] == shape{54, 54, 96} && alexnet::shapes[3] == shape{26, 26, 96});
static_assert(alexnet::shapes[5] == shape{22, 22, 256} && alexnet::shapes[7] == shape{10, 10, 256});
static_assert(alexnet::shapes[9] == shape{8, 8, 256} && alexnet::shapes[11] == shape{6, 6, 384});
static_assert(alexnet::shapes[13] == shape{4, 4, 384} && alexnet::shapes[15] == shape{1, 1, 384});
static_assert(alexnet::parameter_count == 21'883'153 && alexnet::trained_parameter_count == 21'881'681);

template <std::size_t Filters>
using vgg_conv = conv2d<Filters, 3>;
using vgg = network<input<224, 224, 3>,                                                                         //
                    vgg_conv<64>, relu, vgg_conv<64>, relu, max_pool2d<2>, batch_norm<>,                        //
                    vgg_conv<128>, relu, vgg_conv<128>, relu, max_pool2d<2>, batch_norm<>,                      //
                    vgg_conv<256>, relu, vgg_conv<256>, relu, vgg_conv<256>, relu, max_pool2d<2>, batch_norm<>, //
                    vgg_conv<512>, relu, vgg_conv<512>, relu, vgg_conv<512>, relu, max_pool2d<2>, batch_norm<>, //
                    vgg_conv<512>, relu, vgg_conv<512>, relu, vgg_conv<512>, relu, max_pool2d<2>, batch_norm<>, //
                    flatten, dense<4096>, relu, dropout<0.5>, dense<4096>, relu, dropout<0.5>, dense<17>, softmax>;
static_assert(vgg::parameter_count == 33'672'785 && vgg::trained_parameter_count == 33'669'841);

// What draws, and what judges.
using discriminator =
    network<input<28, 28, 1>, conv2d<64, 5, 2, padding::same>, relu, dropout<0.4>, conv2d<128, 5, 2, padding::same>,
            relu, dropout<0.4>, conv2d<256, 5, 2, padding::same>, relu, dropout<0.4>, conv2d<512, 5, 1, padding::same>,
            relu, dropout<0.4>, flatten, dense<1>, sigmoid>;
static_assert(discriminator::shapes[1] == shape{14, 14, 64} && discriminator::shapes[4] == shape{7, 7, 128});
static_assert(discriminator::shapes[7] == shape{4, 4, 256} && discriminator::shapes[13] == shape{8192});
static_assert(discriminator::parameter_count == 4'311'553);

using generator = network<input<32>, dense<7 * 7 * 64>, batch_norm<0.9>, relu, reshape<7, 7, 64>, dropout<0.4>, //
                          upsample2d<2>, conv2d_transposed<32, 5, 1, padding::same>, batch_norm<0.9>, relu,     //
                          upsample2d<2>, conv2d_transposed<16, 5, 1, padding::same>, batch_norm<0.9>, relu,     //
                          conv2d_transposed<8, 5, 1, padding::same>, batch_norm<0.9>, relu,                     //
                          conv2d<1, 5, 1, padding::same>, sigmoid>;
static_assert(generator::shapes[6] == shape{14, 14, 64} && generator::shapes[10] == shape{28, 28, 32});
static_assert(generator::output_shape == shape{28, 28, 1});
static_assert(generator::parameter_count == 183'713 && generator::trained_parameter_count == 177'329);
