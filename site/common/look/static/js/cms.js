// Wagtail's calendar puts today in the place of a date that it cannot read. What was typed stays, and the server says
// what is wrong with it.
window.jQuery.fn.datetimepicker.defaults.validateOnBlur = false;
