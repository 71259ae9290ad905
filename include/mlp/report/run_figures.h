#pragma once
// The figures of one run and of a comparison (loss.svg, gradient_flow.svg, gradient_heat_map.svg, net.svg): from what a
// run folder holds to the panels that draw() (report/line_chart.h) turns into SVG.

#include <span>
#include <string>

#include "mlp/report/line_chart.h"
#include "mlp/report/run_folder.h"
#include "mlp/report/run_group.h"

namespace mlp {

/// The norm of each kernel's gradient by layer, at up to seven of the measured epochs, the first and the last included.
Figure gradient_flow_figure(const RunFolder& run, const std::string& title);

/// Loss and each metric by epoch. Of a single run a panel each, training beside validation; else a panel for each of
/// the two, with the mean of each group's runs and the band between the quartiles. The loss has a logarithmic axis
/// where it spans two decades.
Figure loss_figure(std::span<const RunGroup> groups, const std::string& title);

/// Per group the median of the gradient's norm by layer and the band between the quartiles, at epoch 0 and at each
/// run's last measured epoch.
Figure gradient_flow_figure(std::span<const RunGroup> groups, const std::string& title);

/// The norm of each kernel's gradient by layer and epoch, a heat map for each group, as SVG. Empty where nothing was
/// measured.
std::string gradient_heat_map(std::span<const RunGroup> groups, const std::string& title);

/// Of each group, by the run nearest to its median, what views.json has of its last epoch: the decision surface of a
/// net of two features, or the fitted curve of a regression on one; as SVG. Empty where no group has any.
std::string net_pictures_file(std::span<const RunGroup> groups, const std::string& title);

}  // namespace mlp
